package io.github.scoreline.azureml.program;

import io.github.scoreline.azureml.ErrorKind;
import io.github.scoreline.azureml.ScoringClient;
import io.github.scoreline.azureml.ScoringException;
import io.github.scoreline.azureml.json.JsonReader;
import io.github.scoreline.azureml.json.MalformedJsonException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.concurrent.CancellationException;
import tools.jackson.databind.JsonNode;

/**
 * One-shot mode: reads a request as JSON, makes one call, and writes the prediction as JSON.
 *
 * @param environment the variables that configure the client
 * @param input where the request is read from
 * @param output receives the prediction, on one line
 * @param errors receives one line of JSON if the call fails
 */
record OneShot(
    Map<String, String> environment, InputStream input, OutputStream output, OutputStream errors) {
  private static final int FAILED = 1;
  private static final int NOTHING_SENT = 2;

  /** Makes the call and returns the exit status. */
  int run() {
    try (ScoringClient client = ScoringClient.builder().environment(environment).build()) {
      JsonNode prediction = client.scorePayload(JsonReader.read(input.readAllBytes()));
      return written(prediction);
    } catch (ScoringException failed) {
      Program.report(errors, ErrorData.of(failed));
      return failed.kind() == ErrorKind.CONFIGURATION ? NOTHING_SENT : FAILED;
    } catch (MalformedJsonException malformed) {
      return refused("standard input is not JSON: " + malformed.getMessage());
    } catch (IOException unreadable) {
      return refused("standard input cannot be read: " + unreadable.getMessage());
    } catch (InterruptedException | CancellationException cancelled) {
      Program.report(errors, ErrorData.of("cancelled", "the call was cancelled", 1));
      return FAILED;
    }
  }

  private int refused(String message) {
    Program.report(errors, ErrorData.of("configuration", message, 0));
    return NOTHING_SENT;
  }

  private int written(JsonNode prediction) {
    try {
      Program.writeLine(output, prediction);
      return 0;
    } catch (IOException broken) {
      String message = "the prediction cannot be written: " + broken.getMessage();
      Program.report(errors, ErrorData.of("connection", message, 1));
      return FAILED;
    }
  }
}
