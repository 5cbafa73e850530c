package io.github.scoreline.azureml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tests how connections are kept and reused. */
@Timeout(30)
class ConnectionTest {
  private static final double[][] ROWS = {{1}};

  @Test
  @DisplayName("100 sequential calls use one connection, whatever their status")
  void sequentialCallsShareAConnection() throws Exception {
    var count = new AtomicInteger();
    try (var endpoint = new Endpoint((request, connection) -> {
          String status = count.getAndIncrement() % 2 == 0 ? "503 Busy" : "400 Bad";
          Endpoint.reply(connection, status, new byte[100_000]);
        });
        var client = endpoint.client()) {
      for (int i = 0; i < 100; i++) {
        assertThrows(ScoringException.Service.class, () -> client.score(ROWS));
      }
      assertEquals(1, endpoint.connections());
      assertEquals(100, endpoint.requests().size());
    }
  }

  @Test
  @DisplayName("concurrent calls on one client each get the reply to their own request")
  void callsOverlap() throws Exception {
    try (var endpoint = new Endpoint(
            (request, connection) -> Endpoint.reply(connection, "200 OK", numberIn(request)));
        var client = endpoint.client()) {
      var calls = new ArrayList<CompletableFuture<double[]>>();
      for (int i = 0; i < 200; i++) {
        calls.add(client.scoreAsync(new double[][] {{i}}));
      }
      for (int i = 0; i < calls.size(); i++) {
        assertEquals(i, calls.get(i).get()[0]);
      }
    }
  }

  @Test
  @DisplayName("closing the client closes its idle connection")
  void closeClosesIdleConnections() throws Exception {
    try (var endpoint = Endpoint.replying("200 OK", "[1]")) {
      ScoringClient client = endpoint.client();
      client.score(ROWS);
      client.close();
      endpoint.disconnected().get(10, TimeUnit.SECONDS);
    }
  }

  @Test
  @DisplayName("a client that is used and forgotten leaves no thread behind")
  void forgottenClientEnds() throws Exception {
    try (var endpoint = Endpoint.replying("200 OK", "[1]")) {
      Set<Thread> before = selectors();
      endpoint.client().score(ROWS);
      Set<Thread> left = selectors();
      left.removeAll(before);
      assertEquals(1, left.size());
      while (left.iterator().next().isAlive()) {
        System.gc();
        left.iterator().next().join(10);
      }
    }
  }

  @Test
  @DisplayName("clients do not each have a thread group")
  void threadGroupIsShared() throws Exception {
    Set<Thread> others = selectors(); // of clients of other tests, which are not collected yet
    try (var endpoint = Endpoint.replying("200 OK", "[1]");
        var first = endpoint.client();
        var second = endpoint.client()) {
      first.score(ROWS);
      second.score(ROWS);
      Set<Thread> mine = selectors();
      mine.removeAll(others);
      assertEquals(2, mine.size());
      var groups = new HashSet<ThreadGroup>();
      mine.forEach(thread -> groups.add(thread.getThreadGroup()));
      groups.remove(null);
      assertEquals(1, groups.size());
    }
  }

  private static Set<Thread> selectors() {
    var selectors = new HashSet<>(Thread.getAllStackTraces().keySet());
    selectors.removeIf(thread -> !thread.getName().endsWith("-SelectorManager"));
    return selectors;
  }

  @Test
  @DisplayName("a redirect is a service error and is not followed")
  void redirectIsNotFollowed() throws Exception {
    try (var elsewhere = Endpoint.replying("200 OK", "[1]");
        var endpoint = Endpoint.replying("307 Moved", "", "Location: " + elsewhere.uri("/score"));
        var client = endpoint.builder().key("k").build()) {
      var error = assertThrows(ScoringException.Service.class, () -> client.score(ROWS));
      assertEquals(307, error.status().getAsInt());
      assertEquals(0, elsewhere.connections());
    }
  }

  private static byte[] numberIn(Endpoint.Request request) {
    return request
        .text()
        .replaceAll("[^\\[\\]0-9.]|\\[(?=\\[)|\\](?=\\])", "")
        .getBytes(StandardCharsets.UTF_8);
  }
}
