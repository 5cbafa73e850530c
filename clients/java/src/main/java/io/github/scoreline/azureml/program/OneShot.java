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
 * The one-shot door: a request's JSON in, the prediction's JSON out.
 *
 * @param environment the variables that configure the client
 * @param input the request
 * @param output the prediction
 * @param errors on a failure, one line of JSON
 */
record OneShot(
    Map<String, String> environment, InputStream input, OutputStream output, OutputStream errors) {
  private static final int FAILED = 1;
  private static final int MISUSED = 2;

  /** Makes the call and returns the exit status. */
  int run() {
    try (ScoringClient client = ScoringClient.builder().environment(environment).build()) {
      JsonNode prediction = client.scorePayload(JsonReader.read(input.readAllBytes()));
      return written(prediction);
    } catch (ScoringException failed) {
      Program.report(errors, ErrorData.of(failed));
      return failed.kind() == ErrorKind.CONFIGURATION ? MISUSED : FAILED;
    } catch (MalformedJsonException | IOException unreadable) {
      String message = "standard input: " + unreadable.getMessage();
      Program.report(errors, ErrorData.of("configuration", message, 0));
      return MISUSED;
    } catch (InterruptedException | CancellationException ended) {
      Program.report(errors, ErrorData.of("cancelled", "the call was given up", 1));
      return FAILED;
    }
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
