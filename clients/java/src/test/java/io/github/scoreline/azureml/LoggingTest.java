package io.github.scoreline.azureml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tests what is logged, with the platform's own logging. */
@Timeout(30)
class LoggingTest {
  private static final Logger LOGGER = Logger.getLogger("io.github.scoreline.azureml");
  private static final String KEY = "0123456789abcdefghijABCDEFGHIJ";

  private final List<LogRecord> records = new CopyOnWriteArrayList<>();
  private final Handler handler = new Handler() {
    @Override
    public void publish(LogRecord entry) {
      records.add(entry);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  };

  @BeforeEach
  void listen() {
    LOGGER.addHandler(handler);
  }

  @AfterEach
  void stopListening() {
    LOGGER.removeHandler(handler);
    LOGGER.setLevel(null);
  }

  @Test
  @DisplayName("each further attempt is logged once, with the call, the reason and the wait")
  void furtherAttempts() throws Exception {
    LOGGER.setLevel(Level.ALL);
    try (var endpoint = Endpoint.replying("503 " + KEY, KEY, "retry-after-ms: 7", "x-a: " + KEY);
        var client = endpoint.builder().key(KEY).retries(2).build()) {
      var error =
          assertThrows(ScoringException.Service.class, () -> client.score(new double[][] {{1}}));
      String line =
          "call " + error.clientRequestId().orElseThrow() + ": HTTP 503; trying again in 0.007 s";
      assertEquals(List.of(line, line), messages());
      assertEquals(
          List.of(Level.FINE, Level.FINE),
          records.stream().map(LogRecord::getLevel).toList());
    }
  }

  @Test
  @DisplayName("an attempt without a reply is logged as the kind of its failure")
  void failures() {
    LOGGER.setLevel(Level.ALL);
    var left = new ArrayDeque<>(List.of(
        TransportException.connection("lost " + KEY, null),
        TransportException.timeout("late", null),
        TransportException.lasting("TLS", null)));
    Exchange exchange = (request, call) -> CompletableFuture.failedFuture(left.remove());
    var timing = new FakeTiming();
    Call call = timing.call(3);
    var result = new Retrying(exchange, timing).send(null, call);
    assertThrows(CompletionException.class, result::join);
    String start = "call " + call.clientRequestId();
    assertEquals(
        List.of(
            start + ": connection; trying again in 0.8 s",
            start + ": timeout; trying again in 1.6 s"),
        messages());
  }

  @Test
  @DisplayName("nothing is logged unless the application asks for this level")
  void silent() throws Exception {
    try (var endpoint = Endpoint.replying("503 Busy", "", "retry-after-ms: 1");
        var client = endpoint.builder().retries(1).build()) {
      assertThrows(ScoringException.Service.class, () -> client.score(new double[][] {{1}}));
      assertEquals(2, endpoint.requests().size());
      assertEquals(List.of(), messages());
    }
  }

  private List<String> messages() {
    return records.stream().map(LogRecord::getMessage).toList();
  }
}
