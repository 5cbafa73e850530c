package io.github.scoreline.azureml.program;

import io.github.scoreline.azureml.json.JsonWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * The program {@code azureml-scoring}: {@code score} is the one-shot door, {@code session} the
 * other.
 */
public final class Program {
  private static final String USAGE = "usage: azureml-scoring score | azureml-scoring session";

  private Program() {}

  /**
   * Runs the program and ends the process with its exit status.
   *
   * @param arguments one verb, {@code score} or {@code session}
   */
  public static void main(String[] arguments) {
    InputStream input = StandardStreams.input();
    OutputStream output = StandardStreams.output();
    OutputStream errors = StandardStreams.errors();
    // Whoever prints by mistake shall not reach the stream that carries the answers.
    System.setOut(System.err);
    System.exit(run(arguments, System.getenv(), input, output, errors));
  }

  /**
   * Runs the program.
   *
   * @return the exit status
   */
  static int run(
      String[] arguments,
      Map<String, String> environment,
      InputStream input,
      OutputStream output,
      OutputStream errors) {
    String verb = arguments.length == 1 ? arguments[0] : "";
    return switch (verb) {
      case "score" -> new OneShot(environment, input, output, errors).run();
      case "session" -> new Session(input, output).run();
      default -> {
        report(errors, ErrorData.of("configuration", USAGE, 0));
        yield 2;
      }
    };
  }

  /** Writes one line to standard error; if even that fails, the exit status has to do. */
  static void report(OutputStream errors, JsonNode data) {
    try {
      writeLine(errors, data);
    } catch (IOException unheard) {
      return;
    }
  }

  /** Writes a value and a line's end, at one go. */
  static void writeLine(OutputStream stream, JsonNode value) throws IOException {
    byte[] json = JsonWriter.write(value);
    byte[] line = Arrays.copyOf(json, json.length + 1);
    line[json.length] = '\n';
    stream.write(line);
    stream.flush();
  }
}
