package io.github.scoreline.azureml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tests how much of a reply is read. */
@Timeout(30)
class ReplyLimitTest {
  private static final double[][] ROWS = {{1}};
  private static final String PAGE = "x".repeat(65_536);

  @Test
  @DisplayName("a reply of the limit is read, and one byte more is a response-format error")
  void predictionAtTheLimit() throws Exception {
    try (var exact = Endpoint.replying("200 OK", "[1]");
        var larger = Endpoint.replying("200 OK", "[12]");
        var client = exact.builder().replyLimit(3).build();
        var refusing = larger.builder().replyLimit(3).build()) {
      assertEquals(1, client.score(ROWS)[0]);
      var error = assertThrows(ScoringException.ResponseFormat.class, () -> refusing.score(ROWS));
      assertEquals(OptionalInt.of(200), error.status());
      assertEquals(Optional.of("[12"), error.body());
      larger.disconnected().get(10, TimeUnit.SECONDS);
    }
  }

  @Test
  @DisplayName("a reply without an end is refused at the limit, and its connection is closed")
  void endlessReply() throws Exception {
    for (String status : new String[] {"200 OK", "500 Bad"}) {
      try (var endpoint = new Endpoint((request, connection) -> sendForever(connection, status));
          var client = endpoint.builder().replyLimit(1 << 20).build()) {
        var error = assertThrows(ScoringException.class, () -> client.score(ROWS));
        assertEquals(
            status.startsWith("2") ? ErrorKind.RESPONSE_FORMAT : ErrorKind.SERVICE, error.kind());
        assertEquals(Optional.of(PAGE), error.body());
        endpoint.disconnected().get(10, TimeUnit.SECONDS);
      }
    }
  }

  @Test
  @DisplayName("a key at the end of what was read leaves no part of itself in the error")
  void keyAtTheLimit() throws Exception {
    try (var endpoint = Endpoint.replying("500 Bad", "x s3cr3t");
        var client = endpoint.builder().key("s3cr3t").replyLimit(5).build()) {
      var error = assertThrows(ScoringException.Service.class, () -> client.score(ROWS));
      assertEquals(Optional.of("x ***"), error.body());
      assertTrue(error.getMessage().equals("HTTP 500"), error.getMessage());
    }
  }

  private static void sendForever(OutputStream connection, String status)
      throws java.io.IOException {
    connection.write(("HTTP/1.1 " + status + "\r\nTransfer-Encoding: chunked\r\n\r\n")
        .getBytes(StandardCharsets.UTF_8));
    byte[] chunk = ("10000\r\n" + PAGE + "\r\n").getBytes(StandardCharsets.UTF_8);
    while (true) {
      connection.write(chunk); // ends when the client closes the connection
    }
  }
}
