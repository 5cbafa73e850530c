package io.github.scoreline.azureml;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.scoreline.azureml.json.JsonReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests what a request consists of, as read from the socket. */
class RequestTest {
  @SuppressWarnings("FloatingPointLiteralPrecision") // Longer than a double, on purpose.
  private static final double[][] ROWS = {{1, -0.0, 0.1}, {5e-324, 9007199254740993.0, 2e23}};

  @ParameterizedTest
  @DisplayName("path and query are sent exactly as given")
  @ValueSource(
      strings = {
        "/api/v1/service/x/score/%7Emodel%2Fv1//y?api-version=2024&q=a%20b",
        "/a/./b/../c/%2e%2e/%c3%A9?x=%2f&&y=+;z",
        "/"
      })
  void targetIsSentUnchanged(String target) throws Exception {
    try (var endpoint = Endpoint.replying("200 OK", "[1]");
        var client = endpoint.builder().uri(endpoint.uri(target)).build()) {
      client.score(ROWS);
      assertEquals("POST " + target + " HTTP/1.1", endpoint.requests().get(0).line());
    }
  }

  @Test
  @DisplayName("a request has exactly the specified headers")
  void headersAreExact() throws Exception {
    try (var endpoint = Endpoint.replying("200 OK", "[1]");
        var client = endpoint.builder().key("k+/=").application("shop/2 till").build()) {
      client.score(ROWS);
      Endpoint.Request request = endpoint.requests().get(0);
      assertEquals(List.of("application/json"), request.header("Content-Type"));
      assertEquals(List.of("application/json"), request.header("Accept"));
      assertEquals(List.of("Bearer k+/="), request.header("Authorization"));
      String userAgent = request.header("User-Agent").get(0);
      assertTrue(
          userAgent.matches("shop/2 till azureml-scoring-java/0\\.1\\.0 \\(Java [^;]+; [^;]+\\)"),
          userAgent);
      assertEquals(
          Set.of(
              "accept",
              "authorization",
              "content-length",
              "content-type",
              "host",
              "user-agent",
              "x-ms-client-request-id"),
          names(request));
    }
  }

  @Test
  @DisplayName("without a key no Authorization header is sent")
  void noKeyNoAuthorization() throws Exception {
    try (var endpoint = Endpoint.replying("200 OK", "[1]");
        var client = endpoint.client()) {
      client.score(ROWS);
      assertEquals(List.of(), endpoint.requests().get(0).header("Authorization"));
    }
  }

  @Test
  @DisplayName("each call has a new GUID in lower case as its client request id")
  void clientRequestIdIsNew() throws Exception {
    try (var endpoint = Endpoint.replying("200 OK", "[1]");
        var client = endpoint.client()) {
      client.score(ROWS);
      client.score(ROWS);
      String first = endpoint.requests().get(0).header("x-ms-client-request-id").get(0);
      String second =
          endpoint.requests().get(1).header("x-ms-client-request-id").get(0);
      assertTrue(first.matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"), first);
      assertNotEquals(first, second);
    }
  }

  @Test
  @DisplayName("rows are sent as data, each double in its shortest form")
  void rowsAreData() throws Exception {
    try (var endpoint = Endpoint.replying("200 OK", "[1]");
        var client = endpoint.client()) {
      client.score(ROWS);
      assertEquals(
          "{\"data\":[[1.0,-0.0,0.1],[4.9E-324,9.007199254740992E15,2.0E23]]}",
          endpoint.requests().get(0).text());
    }
  }

  @Test
  @DisplayName("a payload is sent unchanged, and its numbers keep their value")
  void payloadKeepsItsNumbers() throws Exception {
    String payload =
        "{\"a\":[9007199254740993,-0.0,123456789012345678901234567890,0.10000000000000000555],"
            + "\"b\":null}";
    try (var endpoint = Endpoint.replying("200 OK", "[1]");
        var client = endpoint.client()) {
      client.scorePayload(JsonReader.read(payload.getBytes(StandardCharsets.UTF_8)));
      assertEquals(payload, endpoint.requests().get(0).text());
    }
  }

  @ParameterizedTest
  @DisplayName("a non-finite number is a configuration error and nothing is sent")
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void nonFiniteInputIsRefused(double number) throws Exception {
    try (var endpoint = Endpoint.replying("200 OK", "[1]");
        var client = endpoint.client()) {
      var error = assertThrows(
          ScoringException.Configuration.class, () -> client.score(new double[][] {{1, number}}));
      assertEquals(0, error.attempts());
      assertEquals(0, endpoint.connections());
    }
  }

  @Test
  @DisplayName("predictions are returned bit for bit as the service sent them")
  @SuppressWarnings("FloatingPointLiteralPrecision") // As many digits as the service sends.
  void predictionsKeepTheirBits() throws Exception {
    String reply = "[-0.0,-0,5e-324,9007199254740991,217.67978776218715,1E+2]";
    try (var endpoint = Endpoint.replying("200 OK", reply);
        var client = endpoint.client()) {
      double[] expected = {-0.0, -0.0, 5e-324, 9007199254740991.0, 217.67978776218715, 100};
      assertArrayEquals(expected, client.score(ROWS));
      assertArrayEquals(expected, client.scoreAsync(ROWS).get());
    }
  }

  private static Set<String> names(Endpoint.Request request) {
    var names = new TreeSet<String>();
    request
        .head()
        .lines()
        .skip(1)
        .forEach(line -> names.add(line.substring(0, line.indexOf(':')).toLowerCase(Locale.ROOT)));
    return names;
  }
}
