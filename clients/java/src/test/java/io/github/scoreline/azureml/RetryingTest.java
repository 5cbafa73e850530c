package io.github.scoreline.azureml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests when further attempts are made, with a clock and an exchange of their own. */
@Timeout(30)
class RetryingTest {
  private static final Request REQUEST = new Request(Operation.health(), null, null);

  private final FakeTiming timing = new FakeTiming();

  @ParameterizedTest
  @DisplayName("the backoff doubles from 0.8 to 8 seconds, times a number from 0.75 to 1")
  @CsvSource({
    "0,1,0.8",
    "1,1,1.6",
    "2,1,3.2",
    "3,1,6.4",
    "4,1,8",
    "5000,1,8",
    "0,0,0.6",
    "1,0.5,1.4",
    "9,0,6"
  })
  void backoff(int retry, double random, double seconds) {
    Duration wait = RetryRule.waitAfter(reply(503), retry, random).orElseThrow();
    assertEquals(seconds, wait.toNanos() / 1e9, 1e-8);
  }

  @ParameterizedTest
  @DisplayName("only a reply that says that its cause may pass is followed by another attempt")
  @CsvSource({
    "200,,,false",
    "301,,,false",
    "400,,,false",
    "401,,,false",
    "403,,,false",
    "404,,,false",
    "408,,,true",
    "429,,,true",
    "500,,,true",
    "501,,,false",
    "502,,,true",
    "503,,,true",
    "504,,,true",
    "505,,,false",
    "500,False,,false",
    "502,False,,true",
    "500,True,,false",
    "503,true,,false",
    "429,TRUE,,false",
    "424,,,false",
    "424,,model_error,false",
    "424,,model_not_ready,true",
    "424,False,model_not_ready,true",
    "424,True,model_not_ready,false"
  })
  void statuses(int status, String functionFailed, String reason, boolean repeated) {
    Reply reply = reply(
        status,
        "x-ms-run-function-failed",
        functionFailed,
        "ms-azureml-model-error-reason",
        reason);
    assertEquals(repeated, RetryRule.waitAfter(reply, 0, 0).isPresent());
  }

  @ParameterizedTest
  @DisplayName("a wait that the reply asks for is obeyed up to 60 seconds")
  @CsvSource({"60,60", "0.25,0.25", "60.001,", "0,0.8", "-1,0.8", "soon,0.8"})
  void askedWait(String asked, Double seconds) {
    var wait = RetryRule.waitAfter(reply(503, "retry-after", asked), 0, 1);
    assertEquals(seconds, wait.map(time -> time.toNanos() / 1e9).orElse(null));
  }

  @Test
  @DisplayName("a reply that is too large is final, whatever its status")
  void tooLarge() {
    var content = new ReplyBody.Content(new byte[0], 9, true);
    var reply = new Reply(503, reply(503).headers(), content, Instant.EPOCH);
    assertTrue(RetryRule.waitAfter(reply, 0, 0).isEmpty());
  }

  @Test
  @DisplayName("attempts follow one another until one succeeds")
  void untilSuccess() throws Exception {
    var lost = TransportException.connection("lost", new IOException());
    Reply last = reply(200);
    assertEquals(last, send(3, lost, reply(503), reply(429, "retry-after-ms", "7"), last));
    assertEquals(
        List.of(Duration.ofMillis(800), Duration.ofMillis(1600), Duration.ofMillis(7)),
        timing.sleeps());
  }

  @Test
  @DisplayName("the reply of the last attempt is the result when no attempts are left")
  void lastReply() throws Exception {
    Reply last = reply(504);
    assertEquals(last, send(1, reply(503), last));
    assertEquals(1, timing.sleeps().size());
    Reply only = reply(503);
    assertEquals(only, send(0, only));
  }

  @Test
  @DisplayName("the failure of the last attempt is the result when no attempts are left")
  void lastFailure() {
    var last = TransportException.timeout("late", null);
    var failed = assertThrows(ExecutionException.class, () -> send(1, reply(503), last));
    assertEquals(last, failed.getCause());
  }

  @Test
  @DisplayName("a failure of TLS is final")
  void tlsIsFinal() {
    var failure = TransportException.lasting("TLS", null);
    var failed = assertThrows(ExecutionException.class, () -> send(3, failure));
    assertEquals(failure, failed.getCause());
    assertTrue(timing.sleeps().isEmpty());
  }

  @Test
  @DisplayName("there is no wait that would pass the deadline of the call")
  void deadline() throws Exception {
    Reply last = reply(503, "retry-after", "30");
    Call call = timing.call(3);
    timing.advance(Duration.ofSeconds(269));
    Reply busy = reply(503, "retry-after", "1");
    assertEquals(last, send(call, busy, last));
    assertEquals(List.of(Duration.ofSeconds(1)), timing.sleeps());
  }

  @Test
  @DisplayName("the end of the call ends a wait at once")
  void endOfCall() throws Exception {
    try (var endpoint = Endpoint.replying("503 Busy", "", "Retry-After: 50")) {
      ScoringClient client = endpoint.builder().retries(3).build();
      CompletableFuture<double[]> waiting = client.scoreAsync(new double[][] {{1}});
      endpoint.requested().get(10, TimeUnit.SECONDS);
      client.close();
      var ended = assertThrows(CancellationException.class, waiting::join);
      assertEquals(CallCancelledException.class, cause(ended).getClass());
    }
  }

  @Test
  @DisplayName("all attempts have the same id and body, and the error counts them")
  void attemptsAreAlike() throws Exception {
    try (var endpoint = Endpoint.replying("503 Busy", "", "retry-after-ms: 1");
        var client = endpoint.builder().retries(2).build()) {
      var error =
          assertThrows(ScoringException.Service.class, () -> client.score(new double[][] {{1}}));
      assertEquals(3, error.attempts());
      assertEquals(3, endpoint.requests().size());
      for (Endpoint.Request request : endpoint.requests()) {
        assertEquals("{\"data\":[[1.0]]}", request.text());
        assertEquals(
            List.of(error.clientRequestId().get()), request.header("x-ms-client-request-id"));
      }
    }
  }

  @Test
  @DisplayName("a call that reaches the overall limit during an attempt is a timeout")
  void overallTimeout() throws Exception {
    try (var endpoint = new Endpoint((request, connection) -> {});
        var client = endpoint.builder().overallTimeout(Duration.ofMillis(200)).build()) {
      var error =
          assertThrows(ScoringException.Timeout.class, () -> client.score(new double[][] {{1}}));
      assertEquals("no prediction within 0.2 s", error.getMessage());
      assertEquals(1, error.attempts());
      endpoint.disconnected().get(10, TimeUnit.SECONDS);
    }
  }

  /** Returns the exception of a cancelled future, which Java 24 and newer wrap in another one. */
  private static Throwable cause(CancellationException thrown) {
    return thrown.getCause() == null ? thrown : thrown.getCause();
  }

  /** Sends a request that has these outcomes, one after the other, and all of them. */
  private Reply send(int retries, Object... outcomes) throws Exception {
    return send(timing.call(retries), outcomes);
  }

  private Reply send(Call call, Object... outcomes) throws Exception {
    var left = new ArrayDeque<>(Arrays.asList(outcomes));
    Exchange exchange = (request, ignored) -> left.peek() instanceof Reply
        ? CompletableFuture.completedFuture((Reply) left.remove())
        : CompletableFuture.failedFuture((Throwable) left.remove());
    try {
      return new Retrying(exchange, timing).send(REQUEST, call).get();
    } finally {
      assertEquals(0, left.size());
    }
  }

  static Reply reply(int status, String... headers) {
    var values = new java.util.HashMap<String, List<String>>();
    for (int i = 0; i < headers.length; i += 2) {
      if (headers[i + 1] != null) {
        values.put(headers[i], List.of(headers[i + 1]));
      }
    }
    return new Reply(
        status,
        HttpHeaders.of(Map.copyOf(values), (name, value) -> true),
        new ReplyBody.Content(new byte[0], 0, false),
        Instant.EPOCH);
  }
}
