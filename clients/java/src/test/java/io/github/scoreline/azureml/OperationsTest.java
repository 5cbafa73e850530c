package io.github.scoreline.azureml;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.http.HttpClient;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests what is asked of a service besides scoring rows and payloads. */
@Timeout(30)
class OperationsTest {
  @Test
  @DisplayName("bytes are sent as they are, with their media type")
  void bytes() throws Exception {
    byte[] body = {0, -1, '{', '\n'};
    try (var endpoint = Endpoint.replying("200 OK", "{\"label\":\"cat\"}");
        var client = endpoint.builder().key("k").build()) {
      assertEquals("cat", client.scoreBytes(body, "image/png").get("label").stringValue());
      client.scoreBytes(new byte[0], "audio/wav; a=b");
      Endpoint.Request request = endpoint.requests().get(0);
      assertArrayEquals(body, request.body());
      assertEquals(List.of("image/png"), request.header("Content-Type"));
      assertEquals(List.of("Bearer k"), request.header("Authorization"));
      assertEquals(List.of("audio/wav; a=b"), endpoint.requests().get(1).header("Content-Type"));
    }
  }

  @ParameterizedTest
  @DisplayName("a media type that no header can carry is a configuration error")
  @ValueSource(strings = {"", " ", "image/png\n", "\u00e9/b"})
  void badMediaType(String type) throws Exception {
    try (var endpoint = Endpoint.replying("200 OK", "1");
        var client = endpoint.client()) {
      assertThrows(
          ScoringException.Configuration.class, () -> client.scoreBytes(new byte[1], type));
      assertEquals(0, endpoint.connections());
    }
  }

  @Test
  @DisplayName("a JSON text is sent and returned as it is")
  void json() throws Exception {
    try (var endpoint = Endpoint.replying("200 OK", " [1.50, \"\u00e9\"]");
        var client = endpoint.client()) {
      assertEquals(" [1.50, \"\u00e9\"]", client.scoreJson("{ \"a\": 1.0e0, \"b\": \"\u00e9\" }"));
      assertEquals(
          "{ \"a\": 1.0e0, \"b\": \"\u00e9\" }", endpoint.requests().get(0).text());
    }
  }

  @ParameterizedTest
  @DisplayName("a text that is not JSON, or whose numbers are too large, is a configuration error")
  @ValueSource(strings = {"", "{", "[NaN]", "[1e999]", "1 2", "\"\ud800\""})
  void badJson(String json) throws Exception {
    try (var endpoint = Endpoint.replying("200 OK", "1");
        var client = endpoint.client()) {
      assertThrows(ScoringException.Configuration.class, () -> client.scoreJson(json));
      assertEquals(0, endpoint.connections());
    }
  }

  @Test
  @DisplayName("a null row is a configuration error")
  void nullRow() throws Exception {
    try (var endpoint = Endpoint.replying("200 OK", "1");
        var client = endpoint.client()) {
      double[][] rows = {{1}, null};
      assertThrows(ScoringException.Configuration.class, () -> client.score(rows));
    }
  }

  @ParameterizedTest
  @DisplayName("health and description are asked for at the root of the service")
  @CsvSource({"/score,/", "/api/v1/service/x%2F/score?a=/score,/api/v1/service/x%2F/"})
  void root(String path, String root) throws Exception {
    try (var endpoint = Endpoint.replying("200 OK", "{\"swagger\":\"2.0\"}");
        var client = endpoint.builder().uri(endpoint.uri(path)).key("k").build()) {
      client.health();
      assertEquals("2.0", client.swagger().get("swagger").stringValue());
      Endpoint.Request health = endpoint.requests().get(0);
      Endpoint.Request swagger = endpoint.requests().get(1);
      assertEquals("GET " + root + " HTTP/1.1", health.line());
      assertEquals("GET " + root + "swagger.json HTTP/1.1", swagger.line());
      assertEquals(List.of("*/*"), health.header("Accept"));
      assertEquals(List.of("application/json"), swagger.header("Accept"));
      assertEquals(List.of("Bearer k"), health.header("Authorization"));
      assertEquals(1, health.header("x-ms-client-request-id").size());
      assertEquals(List.of(), health.header("Content-Type"));
      assertEquals("", health.text());
    }
  }

  @ParameterizedTest
  @DisplayName("a scoring URI that does not end in score has no root")
  @ValueSource(strings = {"http://h", "http://h/", "http://h/score/", "http://h/xscore?/score"})
  void noRoot(String uri) {
    try (var client = ScoringClient.builder().environment(Map.of()).uri(uri).build()) {
      assertThrows(ScoringException.Configuration.class, client::health);
      assertThrows(ScoringException.Configuration.class, client::swagger);
    }
  }

  @Test
  @DisplayName("a service that does not answer 2xx is not healthy, and any body is")
  void health() throws Exception {
    try (var healthy = Endpoint.replying("204 Empty", "");
        var unhealthy = Endpoint.replying("503 Busy", "{\"detail\":\"starting\"}");
        var first = healthy.client();
        var second = unhealthy.client()) {
      first.health();
      var error = assertThrows(ScoringException.Service.class, second::health);
      assertEquals("starting", error.getMessage());
    }
  }

  @ParameterizedTest
  @DisplayName("a description that is not a JSON object is a response-format error")
  @ValueSource(strings = {"", "[]", "null", "\"a\"", "<html>"})
  void badDescription(String body) throws Exception {
    try (var endpoint = Endpoint.replying("200 OK", body);
        var client = endpoint.client()) {
      assertThrows(ScoringException.ResponseFormat.class, client::swagger);
    }
  }

  @Test
  @DisplayName("an HTTP client of the caller makes the connections, and is not closed")
  void ownHttpClient() throws Exception {
    HttpClient http = HttpClient.newHttpClient();
    try (var endpoint = Endpoint.replying("200 OK", "[1]")) {
      for (int i = 0; i < 2; i++) {
        try (var client = endpoint.builder().httpClient(http).build()) {
          assertEquals(1, client.score(new double[][] {{1}})[0]);
        }
      }
      assertEquals(1, endpoint.connections());
    }
  }
}
