package io.github.scoreline.azureml.program;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.scoreline.azureml.Endpoint;
import io.github.scoreline.azureml.json.JsonReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Tests the session mode with the messages of a harness. */
@Timeout(30)
class SessionTest extends SessionHarness {
  @Test
  @DisplayName("initialize returns the version, names and capabilities")
  void initialize() throws Exception {
    send("initialize", "\"protocolVersion\":\"1\"");
    assertEquals(
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"protocolVersion\":\"1\","
            + "\"name\":\"azureml-scoring-java\",\"version\":\"0.1.0\",\"language\":\"Java\","
            + "\"runtime\":\"Java "
            + System.getProperty("java.version")
            + "\","
            + "\"capabilities\":[\"payload\",\"bytes\",\"health\",\"swagger\",\"retries\",\"overall-timeout\",\"secondary-key\","
            + "\"tls\",\"reply-limit\",\"call-options\",\"response\"]}}",
        next().toString());
  }

  @Test
  @DisplayName("rows and payload are scored, and unknown members of the configuration are ignored")
  void score() throws Exception {
    try (var endpoint = Endpoint.replying("200 OK", "[217.67978776218715,-0.0]")) {
      open(endpoint, ",\"key\":\"k\",\"application\":\"app\",\"unknown\":{}");
      send("score", "\"client\":\"c\",\"rows\":[[1,2.5],[-0.0]]");
      assertEquals("{\"predictions\":[217.67978776218715,-0.0]}", result());
      send("score", "\"client\":\"c\",\"payload\":null");
      assertEquals("{\"predictions\":[217.67978776218715,-0.0]}", result());
      assertEquals("{\"data\":[[1.0,2.5],[-0.0]]}", endpoint.requests().get(0).text());
      assertEquals("null", endpoint.requests().get(1).text());
      Endpoint.Request request = endpoint.requests().get(0);
      assertTrue(request.header("User-Agent").get(0).startsWith("app azureml-scoring-java/"));
    }
  }

  @Test
  @DisplayName("bytes are scored, and the health and the description of a service are asked for")
  void otherOperations() throws Exception {
    try (var endpoint = Endpoint.replying("200 OK", "{\"swagger\":\"2.0\"}")) {
      open(endpoint, "");
      send("score", "\"client\":\"c\",\"body\":\"AP8=\",\"contentType\":\"image/png\"");
      assertEquals("{\"predictions\":{\"swagger\":\"2.0\"}}", result());
      send("health", "\"client\":\"c\"");
      assertEquals("{}", result());
      send("swagger", "\"client\":\"c\"");
      assertEquals("{\"document\":{\"swagger\":\"2.0\"}}", result());
      assertArrayEquals(new byte[] {0, -1}, endpoint.requests().get(0).body());
    }
  }

  @Test
  @DisplayName("an error of the library has code -32000, and its fields are the data")
  void libraryError() throws Exception {
    try (var endpoint = Endpoint.replying("503 Busy", "{\"message\":\"busy\"}")) {
      open(endpoint, "");
      send("score", "\"client\":\"c\",\"rows\":[[1]]");
      JsonNode error = next().get("error");
      assertEquals(-32000, error.get("code").intValue());
      assertEquals("busy", error.get("message").stringValue());
      assertEquals("service", error.get("data").get("kind").stringValue());
      assertEquals(503, error.get("data").get("status").intValue());
      assertFalse(error.get("data").has("modelStatus"));
    }
  }

  @Test
  @DisplayName(
      "an invalid configuration is reported as an error of the library, not of the adapter")
  void refusedConfiguration() throws Exception {
    String uri = "\"uri\":\"http://localhost/\",";
    for (String config : new String[] {
      "",
      "\"uri\":\"x\"",
      "\"uri\":1",
      "\"uri\":null",
      uri + "\"key\":null",
      uri + "\"application\":[]",
      uri + "\"attemptTimeoutSeconds\":0",
      uri + "\"attemptTimeoutSeconds\":1e999",
      uri + "\"connectTimeoutSeconds\":\"1\"",
      uri + "\"replyLimitBytes\":0",
      uri + "\"replyLimitBytes\":1.5",
      uri + "\"overallTimeoutSeconds\":0",
      uri + "\"secondaryKey\":\"k\"",
      uri + "\"caCertificates\":\"no PEM\"",
      uri + "\"retries\":-1",
      uri + "\"retries\":1.5",
      uri + "\"retries\":null"
    }) {
      send("open", "\"client\":\"c\",\"config\":{" + config + "}");
      JsonNode error = next().get("error");
      assertEquals(-32000, error.get("code").intValue(), config);
      assertEquals("configuration", error.get("data").get("kind").stringValue(), config);
      assertEquals(0, error.get("data").get("attempts").intValue(), config);
    }
  }

  @ParameterizedTest
  @DisplayName("an invalid message is answered with the code that JSON-RPC reserves for its fault")
  @CsvSource(
      delimiter = '|',
      value = {
        "nonsense|-32700|null",
        "''|-32700|null",
        "[]|-32600|null",
        "7|-32600|null",
        "{\"jsonrpc\":\"2.0\",\"id\":5}|-32600|5",
        "{\"id\":5,\"method\":\"open\"}|-32600|5",
        "{\"jsonrpc\":\"2.0\",\"id\":{},\"method\":\"open\"}|-32600|null",
        "{\"jsonrpc\":\"2.0\",\"id\":5,\"method\":\"open\",\"params\":1}|-32602|5",
        "{\"jsonrpc\":\"2.0\",\"id\":5,\"method\":\"heal\",\"params\":1}|-32601|5",
        "{\"jsonrpc\":\"2.0\",\"id\":null,\"method\":\"heal\"}|-32601|null",
        "{\"jsonrpc\":\"2.0\",\"id\":1e999,\"method\":\"heal\"}|-32600|null",
        "{\"jsonrpc\":\"2.0\",\"id\":1e99999999999,\"method\":\"heal\"}|-32600|null",
        "{\"jsonrpc\":\"2.0\",\"id\":5,\"method\":\"$/cancelRequest\"}|-32601|5",
        "{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"method\":\"heal\"}|-32601|\"a\"",
        "{\"jsonrpc\":\"2.0\",\"id\":5,\"method\":\"score\",\"params\":{\"client\":\"x\","
            + "\"rows\":[]}}|-32602|5",
        "{\"jsonrpc\":\"2.0\",\"id\":5,\"method\":\"open\",\"params\":{\"client\":\"x\"}}|-32602|5",
        "{\"jsonrpc\":\"2.0\",\"id\":5,\"method\":\"close\",\"params\":[]}|-32602|5"
      })
  void adapterFaults(String line, int code, String id) throws Exception {
    sendLine(line);
    JsonNode answer = next();
    assertEquals(code, answer.get("error").get("code").intValue(), answer.toString());
    assertEquals(id, answer.get("id").toString());
  }

  @ParameterizedTest
  @DisplayName(
      "score with none or two of rows, payload and body, or an invalid one, has invalid params")
  @CsvSource(
      delimiter = '|',
      value = {
        "''",
        ",\"rows\":[[1]],\"payload\":1",
        ",\"rows\":[1]",
        ",\"rows\":[[\"1\"]]",
        ",\"body\":\"AA==\"",
        ",\"body\":\"?\",\"contentType\":\"a/b\"",
        ",\"body\":\"\",\"payload\":1"
      })
  void badScore(String members) throws Exception {
    try (var endpoint = Endpoint.replying("200 OK", "[1]")) {
      open(endpoint, "");
      send("score", "\"client\":\"c\"" + members);
      assertEquals(-32602, next().get("error").get("code").intValue());
      assertEquals(0, endpoint.connections());
    }
  }

  @Test
  @DisplayName("a handle can be opened only once, and is unknown after close")
  void handles() throws Exception {
    try (var endpoint = Endpoint.replying("200 OK", "[1]")) {
      open(endpoint, "");
      send("open", "\"client\":\"c\",\"config\":{\"uri\":\"http://localhost/\"}");
      assertEquals(-32602, next().get("error").get("code").intValue());
      send("close", "\"client\":\"c\"");
      assertEquals("{}", result());
      send("score", "\"client\":\"c\",\"rows\":[[1]]");
      assertEquals(-32602, next().get("error").get("code").intValue());
      open(endpoint, "");
    }
  }

  @Test
  @DisplayName("calls overlap: the second is answered while the first is in flight")
  void callsOverlap() throws Exception {
    var release = new CountDownLatch(1);
    try (var endpoint = new Endpoint((request, connection) -> {
      if (request.text().contains("1")) {
        awaitQuietly(release);
      }
      Endpoint.reply(connection, "200 OK", "[3]".getBytes(StandardCharsets.UTF_8));
    })) {
      open(endpoint, "");
      sendLine(message("\"first\"", "score", "\"client\":\"c\",\"payload\":[1]"));
      sendLine(message("\"second\"", "score", "\"client\":\"c\",\"payload\":[2]"));
      assertEquals("second", next().get("id").stringValue());
      release.countDown();
      assertEquals("first", next().get("id").stringValue());
    }
  }

  @Test
  @DisplayName("a cancelled call is answered as cancelled, and an unknown id is ignored")
  void cancel() throws Exception {
    try (var endpoint = new Endpoint((request, connection) -> {})) {
      open(endpoint, "");
      for (String call : new String[] {"\"rows\":[[1]]", "\"payload\":1"}) {
        send("score", "\"client\":\"c\"," + call);
        sendLine("{\"jsonrpc\":\"2.0\",\"method\":\"$/cancelRequest\",\"params\":{\"id\":99}}");
        sendLine("{\"jsonrpc\":\"2.0\",\"method\":\"$/cancelRequest\",\"params\":{\"id\":1}}");
        assertEquals(
            "{\"kind\":\"cancelled\",\"message\":\"the call was cancelled\",\"attempts\":1}",
            next().get("error").get("data").toString());
      }
    }
  }

  @Test
  @DisplayName("the id of a call in flight is refused, and can be reused once the call is answered")
  void idInFlight() throws Exception {
    var release = new CountDownLatch(1);
    try (var endpoint = new Endpoint((request, connection) -> {
      awaitQuietly(release);
      Endpoint.reply(connection, "200 OK", "[3]".getBytes(StandardCharsets.UTF_8));
    })) {
      open(endpoint, "");
      send("score", "\"client\":\"c\",\"rows\":[[1]]");
      for (String method : new String[] {"score", "close"}) {
        send(method, "\"client\":\"c\",\"rows\":[[1]]");
        assertEquals(-32600, next().get("error").get("code").intValue());
      }
      release.countDown();
      assertEquals("{\"predictions\":[3.0]}", result());
      for (int call = 0; call < 100; call++) {
        send("score", "\"client\":\"c\",\"rows\":[[1]]");
        assertEquals("{\"predictions\":[3.0]}", result());
      }
    }
  }

  @Test
  @DisplayName("a prediction with the deepest nesting that can be read can also be answered")
  void deepPrediction() throws Exception {
    String deepest = "[".repeat(1_000) + "]".repeat(1_000);
    try (var endpoint = Endpoint.replying("200 OK", deepest)) {
      open(endpoint, "");
      send("score", "\"client\":\"c\",\"payload\":1");
      String line = new String(answers.lines.take(), StandardCharsets.UTF_8);
      assertTrue(line.contains("{\"predictions\":" + deepest + ","), line);
    }
  }

  @Test
  @DisplayName("a notification other than a valid cancellation has no effect")
  void notifications() throws Exception {
    sendLine("{\"jsonrpc\":\"2.0\",\"method\":\"shutdown\"}");
    sendLine("{\"jsonrpc\":\"2.0\",\"method\":\"$/cancelRequest\",\"params\":5}");
    send("close", "\"client\":\"c\"");
    assertEquals(-32602, next().get("error").get("code").intValue());
  }

  @Test
  @DisplayName("a session that cannot write an answer ends with status 1")
  void brokenOutput() throws Exception {
    var closed = new OutputStream() {
      @Override
      public void write(int octet) throws IOException {
        throw new IOException("no reader");
      }
    };
    var input = new ByteArrayInputStream("{}\n{}\n".getBytes(StandardCharsets.UTF_8));
    assertEquals(1, new Session(input, closed).run());
  }

  @Test
  @DisplayName("shutdown is answered and ends the session; calls in flight are not answered")
  void shutdown() throws Exception {
    try (var endpoint = new Endpoint((request, connection) -> {})) {
      open(endpoint, "");
      send("score", "\"client\":\"c\",\"rows\":[[1]]");
      endpoint.requested().get(10, TimeUnit.SECONDS);
      sendLine(message("2", "shutdown", ""));
      assertEquals("{}", result());
      assertEquals(0, exit.get());
      assertTrue(answers.lines.isEmpty());
    }
  }

  @Test
  @DisplayName("the end of the input ends the session with status 0")
  void endOfInput() throws Exception {
    requests.close();
    assertEquals(0, exit.get());
  }

  @Test
  @DisplayName("a line can contain a request of 10,000 rows")
  void longLine() throws Exception {
    try (var endpoint = Endpoint.replying("200 OK", "[1]")) {
      open(endpoint, "");
      String row = "[0.038075906433423026,0.05068011873981862,0.061696206518683294]";
      String rows = (row + ",").repeat(9_999) + row;
      send("score", "\"client\":\"c\",\"rows\":[" + rows + "]");
      assertEquals("{\"predictions\":[1.0]}", result());
      assertEquals(
          10_000, JsonReader.read(endpoint.requests().get(0).body()).get("data").size());
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }
}
