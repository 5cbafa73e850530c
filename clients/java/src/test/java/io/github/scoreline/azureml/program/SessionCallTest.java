package io.github.scoreline.azureml.program;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.github.scoreline.azureml.Endpoint;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Tests the options of a message, and what its result says of the reply. */
@Timeout(30)
class SessionCallTest extends SessionHarness {
  private static final String SCORE = "\"client\":\"c\",\"payload\":1";
  private static final Map<String, String> METHODS =
      Map.of("score", SCORE, "health", "\"client\":\"c\"", "swagger", "\"client\":\"c\"");

  @Test
  @DisplayName("each result says of the reply what the response of the library does")
  void response() throws Exception {
    try (var endpoint = Endpoint.replying("203 Other", "{\"a\":1}", "x-ms-request-id: r")) {
      open(endpoint, "");
      for (Map.Entry<String, String> method : METHODS.entrySet()) {
        send(method.getKey(), method.getValue());
        JsonNode about = next().get("result").get("response");
        var request = endpoint.requests().get(endpoint.requests().size() - 1);
        String id = request.header("x-ms-client-request-id").get(0);
        assertEquals(
            "{\"status\":203,\"attempts\":1,\"clientRequestId\":\"" + id
                + "\",\"requestId\":\"r\"}",
            about.toString());
      }
    }
  }

  @Test
  @DisplayName("a reply without an id has none in the result")
  void noId() throws Exception {
    try (var endpoint = Endpoint.replying("200 OK", "[1]")) {
      open(endpoint, "");
      send("score", SCORE);
      assertNull(next().get("result").get("response").get("requestId"));
    }
  }

  @Test
  @DisplayName("the options of a message count for its call alone")
  void options() throws Exception {
    try (var endpoint = Endpoint.replying("503 Busy", "", "retry-after-ms: 1")) {
      String config = "{\"uri\":\"" + endpoint.uri("/score") + "\",\"retries\":1}";
      send("open", "\"client\":\"c\",\"config\":" + config);
      assertNull(next().get("error"));
      String options = ",\"options\":{\"retries\":0,\"attemptTimeoutSeconds\":30,"
          + "\"overallTimeoutSeconds\":30,\"other\":1}";
      for (Map.Entry<String, String> method : METHODS.entrySet()) {
        send(method.getKey(), method.getValue() + options);
        assertEquals(1, next().get("error").get("data").get("attempts").intValue());
        send(method.getKey(), method.getValue());
        assertEquals(2, next().get("error").get("data").get("attempts").intValue());
      }
    }
  }

  @ParameterizedTest
  @DisplayName("a wrong option is an error of the library, and nothing is sent")
  @ValueSource(
      strings = {
        "\"retries\":-1",
        "\"retries\":true",
        "\"retries\":1.5",
        "\"retries\":null",
        "\"attemptTimeoutSeconds\":0",
        "\"attemptTimeoutSeconds\":\"1\"",
        "\"overallTimeoutSeconds\":-1"
      })
  void invalidOptions(String member) throws Exception {
    try (var endpoint = Endpoint.replying("200 OK", "[1]")) {
      open(endpoint, "");
      send("score", SCORE + ",\"options\":{" + member + "}");
      JsonNode error = next().get("error");
      assertEquals(-32000, error.get("code").intValue());
      assertEquals("configuration", error.get("data").get("kind").stringValue());
      assertEquals(0, endpoint.connections());
    }
  }

  @Test
  @DisplayName("options that are not an object are params that the session does not understand")
  void optionsOfAnotherType() throws Exception {
    try (var endpoint = Endpoint.replying("200 OK", "[1]")) {
      open(endpoint, "");
      send("score", SCORE + ",\"options\":5");
      assertEquals(-32602, next().get("error").get("code").intValue());
    }
  }
}
