package io.github.scoreline.azureml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.scoreline.azureml.json.JsonWriter;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Tests which prediction or error a reply becomes. */
class ReplyTest {
  private static final Operation<double[]> ROWS = Operation.rows(new double[][] {{1}});
  private static final Operation<JsonNode> PAYLOAD =
      Operation.payload(JsonNodeFactory.instance.objectNode());

  @ParameterizedTest
  @DisplayName(
      "a 2xx reply without a JSON array of finite numbers is a response-format error for rows")
  @ValueSource(
      strings = {
        "",
        " ",
        "<html></html>",
        "[1",
        "[1] x",
        "[1][2]",
        "[NaN]",
        "[Infinity]",
        "[1e999]",
        "{}",
        "null",
        "\"[1.0]\"",
        "1",
        "[[1]]",
        "[\"1\"]",
        "[null]",
        "[01]",
        "{\"data\":[1]}",
        "\ufeff[1]"
      })
  void rowsNeedNumbers(String body) {
    ScoringException error = refused(200, body, ROWS);
    assertEquals(ErrorKind.RESPONSE_FORMAT, error.kind());
    assertEquals(OptionalInt.of(200), error.status());
    assertEquals(Optional.of(body), error.body());
    assertEquals(1, error.attempts());
  }

  @ParameterizedTest
  @DisplayName(
      "a 2xx reply with a string, null, an empty object, a number outside the range of a double,"
          + " or invalid JSON is a response-format error for any payload")
  @ValueSource(
      strings = {
        "",
        "<html></html>",
        "{\"a\":1",
        "{} {}",
        "[NaN]",
        "[1e999]",
        "{\"a\":[{\"b\":-1e999}]}",
        "[1e99999999999]",
        "[1" + "0000000000" + "e300]",
        "{}",
        "null",
        "\"[1.0]\"",
        "\"Expecting ',' delimiter\""
      })
  void payloadNeedsAPrediction(String body) {
    ScoringException error = refused(200, body, PAYLOAD);
    assertEquals(ErrorKind.RESPONSE_FORMAT, error.kind());
    assertEquals(Optional.of(body), error.body());
  }

  @ParameterizedTest
  @DisplayName("any other JSON value is a prediction, and its numbers keep their value")
  @ValueSource(
      strings = {
        "[]",
        "[\"cat\",null,{}]",
        "{\"Results\":[1]}",
        "true",
        "0",
        "-0.0",
        "1.0E-5",
        "12345678901234567890123",
        "0.10000000000000000555"
      })
  void payloadMayBeAnything(String body) {
    var prediction = result(reply(201, body, Map.of()), PAYLOAD, null);
    assertEquals(body, new String(JsonWriter.write(prediction), StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @DisplayName(
      "the status determines the kind, but a run function that failed is always a model error")
  @CsvSource({
    "301,,SERVICE", "400,,SERVICE", "401,,AUTHENTICATION", "403,,AUTHENTICATION",
    "404,,SERVICE", "424,,MODEL", "429,,THROTTLED", "500,False,SERVICE",
    "500,True,MODEL", "502,true,MODEL", "503,,SERVICE", "199,,SERVICE"
  })
  void statusDeterminesTheKind(int status, String functionFailed, ErrorKind kind) {
    Map<String, String> headers =
        functionFailed == null ? Map.of() : Map.of("x-ms-run-function-failed", functionFailed);
    assertEquals(kind, error(status, "no", headers, null).kind());
  }

  @ParameterizedTest
  @DisplayName("the message is 'message', 'detail' or 'error' of a JSON body, otherwise the status")
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"message\": \"no such row\"}|no such row",
        "{\"message\": 5}|HTTP 500",
        "{\"error\": \"e\", \"detail\": \"d\", \"message\": \"m\"}|m",
        "{\"error\": \"e\", \"detail\": \"d\", \"message\": \"\"}|d",
        "{\"error\": \"e\", \"detail\": [\"d\"]}|e",
        "{\"error\": {\"message\": \"nested\"}}|nested",
        "{\"error\": {\"message\": 5}}|HTTP 500",
        "{\"error\": [\"e\"]}|HTTP 500",
        "{\"message\": \"\"}|HTTP 500",
        "{\"message\": \"a\\ud800b\"}|a\ufffdb",
        "[\"message\"]|HTTP 500",
        "{\"message\": \"cut|HTTP 500",
        "<html>|HTTP 500",
        "''|HTTP 500"
      })
  void messageIsTheServices(String body, String message) {
    assertEquals(message, error(500, body, Map.of(), null).getMessage());
  }

  @Test
  @DisplayName("an error contains the values of the reply's headers")
  void headersAreFields() {
    ScoringException error = error(
        424,
        "",
        Map.of(
            "x-ms-request-id", "r1",
            "x-request-id", "r2",
            "ms-azureml-model-error-statuscode", "503",
            "ms-azureml-model-error-reason", "model_not_ready",
            "retry-after", "1.5"),
        null);
    assertEquals(Optional.of("r1"), error.requestId());
    assertEquals(OptionalInt.of(503), error.modelStatus());
    assertEquals(Optional.of("model_not_ready"), error.modelReason());
    assertEquals(Optional.of(Duration.ofMillis(1500)), error.retryAfter());
    assertTrue(error.clientRequestId().isPresent());
  }

  @Test
  @DisplayName("a field whose header is missing or invalid is empty")
  void missingHeadersAreEmpty() {
    ScoringException error = error(
        424, "", Map.of("x-request-id", "r2", "ms-azureml-model-error-statuscode", "x"), null);
    assertEquals(Optional.of("r2"), error.requestId());
    assertTrue(error.modelStatus().isEmpty());
    assertTrue(error.modelReason().isEmpty());
    assertTrue(error.retryAfter().isEmpty());
  }

  @ParameterizedTest
  @DisplayName("a model status that is not a three-digit number without leading zero is empty")
  @ValueSource(strings = {"0", "099", "-500", "+500", "0500", "99999999999", "5e2"})
  void badModelStatus(String status) {
    Map<String, String> headers = Map.of("ms-azureml-model-error-statuscode", status);
    assertTrue(error(424, "", headers, null).modelStatus().isEmpty());
  }

  @Test
  @DisplayName("a body is cut after 65,536 bytes, with U+FFFD in place of a partial character")
  void bodyIsCut() {
    assertEquals(
        "x".repeat(65_536),
        error(500, "x".repeat(70_000), Map.of(), null).body().get());
    String body = "x".repeat(65_535) + "é".repeat(9);
    assertEquals(
        "x".repeat(65_535) + "\ufffd", error(500, body, Map.of(), null).body().get());
    String whole = "x".repeat(65_534) + "é";
    assertEquals(whole, error(500, whole + "é", Map.of(), null).body().get());
  }

  @Test
  @DisplayName("bytes of a body that are not UTF-8 are replaced by U+FFFD")
  void invalidBytesAreReplaced() {
    Map<String, String> bodies = Map.of(
        "\u00e9!", "\ufffd!",
        "\u00ed\u00a0\u0080!", "\ufffd\ufffd\ufffd!",
        "\u00f0\u009f\u0092!", "\ufffd!",
        "\u00c0\u00af\u00ff!", "\ufffd\ufffd\ufffd!");
    bodies.forEach((latin, text) -> {
      byte[] content = latin.getBytes(StandardCharsets.ISO_8859_1);
      var read = new ReplyBody.Content(content, content.length, false);
      var reply = new Reply(500, headers(Map.of()), read, Instant.EPOCH);
      var error = assertThrows(ScoringException.class, () -> result(reply, ROWS, null));
      assertEquals(Optional.of(text), error.body());
    });
  }

  @Test
  @DisplayName("the key is masked wherever the service echoes it, escaped or not")
  void echoedKeyIsMasked() {
    var key = new Secret("s+e/c");
    String body = "{\"message\":\"s\\u002Be\\/c and s+e/c\"}";
    ScoringException error = error(
        401,
        body,
        Map.of("x-ms-request-id", "s+e/c", "ms-azureml-model-error-reason", "a s+e/c"),
        key);
    assertEquals("*** and ***", error.getMessage());
    assertEquals(Optional.of("{\"message\":\"*** and ***\"}"), error.body());
    assertEquals(Optional.of("***"), error.requestId());
    assertEquals(Optional.of("a ***"), error.modelReason());
    assertFalse(error.toString().contains("s+e/c"));
  }

  @Test
  @DisplayName("a key that crosses the cut of the body is masked completely")
  void keyAtTheCutIsMasked() {
    String body = "x".repeat(65_533) + "secret" + "y".repeat(9);
    assertEquals(
        "x".repeat(65_533) + "***",
        error(500, body, Map.of(), new Secret("secret")).body().get());
  }

  @Test
  @DisplayName("a message is not looked for in a body of more than 65,536 bytes")
  void messageOfALargeBody() {
    String body = "{\"a\":\"" + "x".repeat(65_514) + "\",\"message\":\"m\"}";
    assertEquals("m", error(500, body, Map.of(), null).getMessage());
    assertEquals("HTTP 500", error(500, body + " ", Map.of(), null).getMessage());
  }

  @Test
  @DisplayName("an error prints as one line with kind, status, message and both ids")
  void errorIsOneLine() {
    ScoringException error =
        error(429, "{\"message\":\"slow\\ndown\"}", Map.of("x-ms-request-id", "r1"), null);
    assertEquals(
        "ScoringException: throttled (status 429): slow down"
            + " [request id r1, client request id "
            + error.clientRequestId().get()
            + "]",
        error.toString());
  }

  private static ScoringException error(
      int status, String body, Map<String, String> headers, Secret key) {
    Reply reply = reply(status, body, headers);
    return assertThrows(ScoringException.class, () -> result(reply, ROWS, key));
  }

  private static <T> ScoringException refused(int status, String body, Operation<T> operation) {
    Reply reply = reply(status, body, Map.of());
    return assertThrows(ScoringException.class, () -> result(reply, operation, null));
  }

  private static Reply reply(int status, String body, Map<String, String> headers) {
    byte[] content = body.getBytes(StandardCharsets.UTF_8);
    var read = new ReplyBody.Content(content, content.length, false);
    return new Reply(status, headers(headers), read, Instant.EPOCH);
  }

  private static <T> T result(Reply reply, Operation<T> operation, Secret key) {
    Call call = new FakeTiming().call(0);
    if (key != null) {
      call.masking().add(key);
    }
    call.countAttempt();
    return call.response(operation, reply).value();
  }

  private static HttpHeaders headers(Map<String, String> headers) {
    var lists = new HashMap<String, List<String>>();
    headers.forEach((name, value) -> lists.put(name, List.of(value)));
    return HttpHeaders.of(lists, (name, value) -> true);
  }
}
