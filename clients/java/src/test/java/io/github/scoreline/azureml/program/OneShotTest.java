package io.github.scoreline.azureml.program;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.scoreline.azureml.Endpoint;
import io.github.scoreline.azureml.json.JsonReader;
import io.github.scoreline.azureml.json.MalformedJsonException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Tests the one-shot mode, from standard input to exit status. */
@Timeout(30)
class OneShotTest {
  private ByteArrayOutputStream output;
  private ByteArrayOutputStream errors;

  @BeforeEach
  void openStreams() {
    output = new ByteArrayOutputStream();
    errors = new ByteArrayOutputStream();
  }

  @Test
  @DisplayName("a prediction is written to standard output as one line, with status 0")
  void success() throws Exception {
    try (var endpoint = Endpoint.replying("200 OK", "[217.67978776218715, 2]")) {
      assertEquals(0, run(endpoint, "{\"data\": [[1.5]]}\n", "score"));
      assertEquals("[217.67978776218715,2]\n", output.toString(StandardCharsets.UTF_8));
      assertEquals("", errors.toString(StandardCharsets.UTF_8));
      assertEquals("{\"data\":[[1.5]]}", endpoint.requests().get(0).text());
    }
  }

  @Test
  @DisplayName("a failed call is reported on standard error as one line of JSON, with status 1")
  void failure() throws Exception {
    String body = "{\"message\":\"bad key k1\"}";
    try (var endpoint = Endpoint.replying("401 No", body, "x-request-id: r", "Retry-After: 2")) {
      assertEquals(1, run(endpoint, "{}", "score"));
      assertEquals("", output.toString(StandardCharsets.UTF_8));
      JsonNode data = error();
      String sent = endpoint.requests().get(0).header("x-ms-client-request-id").get(0);
      assertEquals(
          "{\"kind\":\"authentication\",\"message\":\"bad key ***\",\"attempts\":1,"
              + "\"clientRequestId\":\""
              + sent
              + "\",\"status\":401,\"requestId\":\"r\","
              + "\"retryAfterSeconds\":2.0,\"body\":\"{\\\"message\\\":\\\"bad key ***\\\"}\"}",
          data.toString());
    }
  }

  @ParameterizedTest
  @DisplayName("input that is not JSON is a configuration error, and nothing is sent")
  @ValueSource(strings = {"", "{", "[NaN]", "{} {}", "\ufeff{}", "[1e999]", "[1e99999999999]"})
  void malformedInput(String input) throws Exception {
    try (var endpoint = Endpoint.replying("200 OK", "[1]")) {
      assertEquals(2, run(endpoint, input, "score"));
      assertEquals("configuration", error().get("kind").stringValue());
      assertEquals(0, endpoint.connections());
    }
  }

  @Test
  @DisplayName("a missing URI is a configuration error with status 2")
  void missingUri() throws Exception {
    var input = new ByteArrayInputStream("{}".getBytes(StandardCharsets.UTF_8));
    assertEquals(2, Program.run(new String[] {"score"}, Map.of(), input, output, errors));
    assertEquals("configuration", error().get("kind").stringValue());
  }

  @ParameterizedTest
  @DisplayName(
      "an unknown mode, no mode or an extra argument is a configuration error with status 2")
  @ValueSource(strings = {"", "predict", "score now", "session x", "--help"})
  void badUsage(String line) throws Exception {
    String[] arguments = line.isEmpty() ? new String[0] : line.split(" ");
    try (var endpoint = Endpoint.replying("200 OK", "[1]")) {
      assertEquals(2, run(endpoint, "{}", arguments));
      assertEquals("configuration", error().get("kind").stringValue());
      assertEquals(0, error().get("attempts").intValue());
    }
  }

  @Test
  @DisplayName("a prediction that cannot be written is an error with status 1")
  void brokenOutput() throws Exception {
    var broken = new OutputStream() {
      @Override
      public void write(int octet) throws IOException {
        throw new IOException("no reader");
      }
    };
    try (var endpoint = Endpoint.replying("200 OK", "[1]")) {
      var input = new ByteArrayInputStream("{}".getBytes(StandardCharsets.UTF_8));
      String[] arguments = {"score"};
      assertEquals(1, Program.run(arguments, environment(endpoint), input, broken, errors));
      assertTrue(error().get("message").stringValue().contains("no reader"));
    }
  }

  @ParameterizedTest
  @DisplayName("a standard stream that is closed or full is reported by the exit status")
  @CsvSource({
    "score <&-,2,configuration",
    "score 0>/dev/null,2,configuration",
    "score >&-,1,connection",
    "score >/dev/full,1,connection",
    "score 2>&-,0,",
    "score 2>/dev/full,0,",
    "session <&-,0,",
    "session <&- >&-,0,",
    "session >/dev/full,1,"
  })
  void closedStreams(String command, int status, String kind) throws Exception {
    assumeTrue(
        Files.isDirectory(Path.of("/proc/self/fdinfo")),
        "closed streams are detected on Linux only");
    try (var endpoint = Endpoint.replying("200 OK", "[1]")) {
      String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
      String classes = String.join(
          File.pathSeparator,
          System.getProperty("java.class.path", ""),
          System.getProperty("jdk.module.path", ""));
      var builder = new ProcessBuilder(
          "/bin/sh",
          "-c",
          "exec \"$0\" -cp \"$1\" \"$2\" " + command,
          java,
          classes,
          Program.class.getName());
      builder.environment().putAll(environment(endpoint));
      Process program = builder.start();
      try (OutputStream input = program.getOutputStream()) {
        input.write("[1]\n".getBytes(StandardCharsets.UTF_8));
      } catch (IOException nobodyReads) {
        // Expected if standard input is closed.
      }
      errors.writeBytes(program.getErrorStream().readAllBytes());
      assertEquals(status, program.waitFor());
      assertEquals(kind, errors.size() == 0 ? null : error().get("kind").stringValue());
    }
  }

  private int run(Endpoint endpoint, String input, String... arguments) {
    var stream = new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8));
    return Program.run(arguments, environment(endpoint), stream, output, errors);
  }

  private static Map<String, String> environment(Endpoint endpoint) {
    return Map.of(
        "AZUREML_SCORING_URI", endpoint.uri("/score"),
        "AZUREML_SCORING_KEY", "k1",
        "AZUREML_SCORING_RETRIES", "0");
  }

  /** Returns the only line on standard error. */
  private JsonNode error() throws MalformedJsonException {
    String text = errors.toString(StandardCharsets.UTF_8);
    assertTrue(text.endsWith("\n"), text);
    assertFalse(text.strip().contains("\n"), text);
    return JsonReader.read(text.getBytes(StandardCharsets.UTF_8));
  }
}
