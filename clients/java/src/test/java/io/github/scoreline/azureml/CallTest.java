package io.github.scoreline.azureml;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tests the full form of a call: its response, and its own settings. */
@Timeout(30)
class CallTest {
  private static final Operation<double[]> ROWS = Operation.rows(new double[][] {{1}});
  private static final CallOptions ONCE = CallOptions.defaults().withRetries(0);

  @Test
  @DisplayName("the response of a call has the status, both ids and the number of attempts")
  void response() throws Exception {
    try (var endpoint = busyOnce("201 Created", "x-ms-request-id: r1", "x-request-id: r2");
        var client = endpoint.builder().retries(1).build()) {
      ScoringResponse<double[]> response = client.call(ROWS);
      assertArrayEquals(new double[] {1.5}, response.value());
      assertEquals(201, response.status());
      assertEquals(Optional.of("r1"), response.requestId());
      for (Endpoint.Request request : endpoint.requests()) {
        assertEquals(List.of(response.clientRequestId()), request.header("x-ms-client-request-id"));
      }
      assertEquals(2, response.attempts());
      assertEquals(2, endpoint.requests().size());
    }
  }

  @Test
  @DisplayName("the request id is that of x-request-id if x-ms-request-id is missing, or empty")
  void otherRequestId() throws Exception {
    try (var endpoint = Endpoint.replying("200 OK", "[1]", "x-request-id: r2");
        var silent = Endpoint.replying("200 OK", "[1]");
        var client = endpoint.client();
        var other = silent.client()) {
      assertEquals(Optional.of("r2"), client.call(ROWS).requestId());
      assertEquals(Optional.empty(), other.call(ROWS).requestId());
    }
  }

  @Test
  @DisplayName("a key that the service echoes as the request id is masked")
  void echoedKey() throws Exception {
    try (var endpoint = Endpoint.replying("200 OK", "[1]", "x-ms-request-id: a s3cr3t");
        var client = endpoint.builder().key("s3cr3t").build()) {
      assertEquals(Optional.of("a ***"), client.call(ROWS).requestId());
    }
  }

  @Test
  @DisplayName("a response prints as one line with status, ids and attempts, but not its value")
  void printedForm() {
    var response = new ScoringResponse<>("secret", 200, Optional.of("r\n1"), "c1", 2);
    assertEquals(
        "ScoringResponse[status 200, request id r 1, client request id c1, attempts 2]",
        response.toString());
    assertEquals(
        "ScoringResponse[status 200, client request id c1, attempts 1]",
        new ScoringResponse<>("secret", 200, Optional.empty(), "c1", 1).toString());
  }

  @Test
  @DisplayName("an operation can be performed by any client, any number of times")
  void everyUse() throws Exception {
    try (var endpoint = Endpoint.replying("200 OK", "{\"a\":1}");
        var client = endpoint.client()) {
      Operation<String> text = Operation.json("{\"b\": 2}");
      assertEquals("{\"a\":1}", client.call(text).value());
      assertEquals("{\"a\":1}", client.callAsync(text, ONCE).get().value());
      var payload = client.call(Operation.bytes(new byte[] {7}, "image/png")).value();
      assertEquals(payload, client.call(Operation.payload(payload)).value());
      assertEquals(payload, client.call(Operation.swagger()).value());
      assertNull(client.callAsync(Operation.health()).get().value());
      assertEquals(
          List.of("{\"b\": 2}", "{\"b\": 2}", "\u0007", "{\"a\":1}", "", ""),
          endpoint.requests().stream().map(Endpoint.Request::text).toList());
    }
  }

  @Test
  @DisplayName("the retries of a call take the place of the client's, which stay as they are")
  void retries() throws Exception {
    try (var endpoint = Endpoint.replying("503 Busy", "", "retry-after-ms: 1");
        var client = endpoint.builder().retries(1).build()) {
      assertEquals(1, attempts(client, ONCE));
      assertEquals(3, attempts(client, CallOptions.defaults().withRetries(2)));
      assertEquals(2, attempts(client, CallOptions.defaults()));
      assertEquals(1, endpoint.connections());
    }
  }

  @Test
  @DisplayName("calls with different settings do not mix")
  void concurrentCalls() throws Exception {
    try (var endpoint = Endpoint.replying("503 Busy", "", "retry-after-ms: 1");
        var client = endpoint.builder().retries(1).build()) {
      CompletableFuture<?> more = client.callAsync(ROWS, CallOptions.defaults().withRetries(5));
      CompletableFuture<?> once = client.callAsync(ROWS, ONCE);
      CompletableFuture<?> usual = client.callAsync(ROWS);
      assertEquals(6, error(more).attempts());
      assertEquals(1, error(once).attempts());
      assertEquals(2, error(usual).attempts());
    }
  }

  @Test
  @DisplayName("the limits of a call end it, and not another one")
  void timeouts() throws Exception {
    try (var endpoint = new Endpoint((request, connection) -> {})) {
      ScoringClient client = endpoint.client();
      CompletableFuture<double[]> other = client.scoreAsync(new double[][] {{1}});
      var limit = Duration.ofMillis(200);
      var overall = assertThrows(
          ScoringException.Timeout.class,
          () -> client.call(ROWS, CallOptions.defaults().withOverallTimeout(limit)));
      assertEquals("no prediction within 0.2 s", overall.getMessage());
      var attempt = assertThrows(
          ScoringException.Timeout.class,
          () -> client.call(ROWS, CallOptions.defaults().withAttemptTimeout(limit)));
      assertEquals("no complete reply within 0.2 s", attempt.getMessage());
      client.close();
      assertThrows(CancellationException.class, other::get);
    }
  }

  @Test
  @DisplayName("a limit that no long of nanoseconds can hold is as good as none")
  void longLimits() throws Exception {
    var forever = Duration.ofSeconds(Long.MAX_VALUE);
    try (var endpoint = Endpoint.replying("200 OK", "[1]");
        var client = endpoint.client()) {
      var options = ONCE.withAttemptTimeout(forever).withOverallTimeout(forever);
      assertEquals(1, client.call(ROWS, options).attempts());
    }
  }

  @Test
  @DisplayName("options that no client could have are a configuration error, with its message")
  void badOptions() {
    var options = CallOptions.defaults();
    assertEquals("the number of retries is negative", refusal(() -> options.withRetries(-1)));
    assertEquals(
        "the attempt timeout is not positive",
        refusal(() -> options.withAttemptTimeout(Duration.ZERO)));
    assertEquals(
        "the overall timeout is not positive",
        refusal(() -> options.withOverallTimeout(Duration.ofNanos(-1))));
  }

  @Test
  @DisplayName("a call fails with the stack of its caller")
  void stackIsTheCallers() throws Exception {
    try (var endpoint = Endpoint.replying("503 Busy", "");
        var client = endpoint.client()) {
      var error = assertThrows(ScoringException.Service.class, () -> client.call(ROWS));
      assertTrue(
          Arrays.stream(error.getStackTrace())
              .anyMatch(frame -> frame.getClassName().startsWith(CallTest.class.getName())),
          () -> Arrays.toString(error.getStackTrace()));
    }
  }

  @Test
  @DisplayName("cancelling the future of a call cancels the call and closes its connection")
  void futureIsCancelled() throws Exception {
    try (var endpoint = new Endpoint((request, connection) -> {});
        var client = endpoint.client()) {
      var call = client.callAsync(ROWS, ONCE);
      endpoint.requested().get(10, TimeUnit.SECONDS);
      call.cancel(true);
      assertThrows(CancellationException.class, call::get);
      endpoint.disconnected().get(10, TimeUnit.SECONDS);
    }
  }

  /** Returns an endpoint that is busy once, and then sends a prediction. */
  private static Endpoint busyOnce(String status, String... headers) throws IOException {
    var requests = new AtomicInteger();
    byte[] prediction = "[1.5]".getBytes(StandardCharsets.UTF_8);
    return new Endpoint((request, connection) -> {
      if (requests.getAndIncrement() == 0) {
        Endpoint.reply(connection, "503 Busy", new byte[0], "retry-after-ms: 1");
      } else {
        Endpoint.reply(connection, status, prediction, headers);
      }
    });
  }

  private static int attempts(ScoringClient client, CallOptions options) {
    return assertThrows(ScoringException.Service.class, () -> client.call(ROWS, options))
        .attempts();
  }

  private static ScoringException error(CompletableFuture<?> call) {
    return (ScoringException)
        assertThrows(CompletionException.class, call::join).getCause();
  }

  private static String refusal(Runnable setting) {
    return assertThrows(ScoringException.Configuration.class, setting::run).getMessage();
  }
}
