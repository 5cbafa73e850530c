package io.github.scoreline.azureml.program;

import io.github.scoreline.azureml.json.JsonWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * The program {@code azureml-scoring}. It has two modes: one-shot ({@code score}) and session
 * ({@code session}).
 */
public final class Program {
  private static final String USAGE = "usage: azureml-scoring score | azureml-scoring session";

  private Program() {}

  /**
   * Runs the program and exits the process with the program's status.
   *
   * @param arguments the mode, {@code score} or {@code session}
   */
  public static void main(String[] arguments) {
    InputStream input = StandardStreams.input();
    OutputStream output = StandardStreams.output();
    OutputStream errors = StandardStreams.errors();
    // Keeps accidental prints out of the stream that carries the answers.
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
    String mode = arguments.length == 1 ? arguments[0] : "";
    return switch (mode) {
      case "score" -> new OneShot(environment, input, output, errors).run();
      case "session" -> new Session(input, output).run();
      default -> {
        report(errors, ErrorData.of("configuration", USAGE, 0));
        yield 2;
      }
    };
  }

  /** Writes one line to standard error. If that fails, only the exit status reports the error. */
  static void report(OutputStream errors, JsonNode data) {
    try {
      writeLine(errors, data);
    } catch (IOException unwritable) {
      return;
    }
  }

  /** Writes a value and a line feed, in a single write. */
  static void writeLine(OutputStream stream, JsonNode value) throws IOException {
    byte[] json = JsonWriter.write(value);
    byte[] line = Arrays.copyOf(json, json.length + 1);
    line[json.length] = '\n';
    stream.write(line);
    stream.flush();
  }
}
