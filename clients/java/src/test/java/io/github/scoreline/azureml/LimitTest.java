package io.github.scoreline.azureml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests how a call ends before its reply is complete. */
@Timeout(30)
class LimitTest {
  private static final double[][] ROWS = {{1}};
  private static final Duration LIMIT = Duration.ofMillis(300);

  @ParameterizedTest
  @DisplayName(
      "a reply that arrives too slowly times out at the attempt limit and its connection is closed")
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n[",
        "HTTP/1.1 200 OK\r\nX: ",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
        ""
      })
  void slowReplyTimesOut(String beginning) throws Exception {
    try (var endpoint = new Endpoint((request, connection) -> trickle(connection, beginning));
        var client = endpoint.builder().attemptTimeout(LIMIT).build()) {
      long start = System.nanoTime();
      var error = assertThrows(ScoringException.Timeout.class, () -> client.score(ROWS));
      double seconds = (System.nanoTime() - start) / 1e9;
      assertTrue(seconds >= 0.3 && seconds < 10, seconds + " s");
      assertEquals(1, error.attempts());
      assertTrue(error.clientRequestId().isPresent());
      endpoint.disconnected().get(10, TimeUnit.SECONDS);
    }
  }

  @Test
  @DisplayName("a connection that cannot be made times out at the connect limit")
  void connectIsLimited() throws Exception {
    try (var unaccepting = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var waiting = new ArrayList<Socket>();
      for (int i = 0; i < 4; i++) {
        waiting.add(pendingConnection(unaccepting.getLocalPort()));
      }
      try (var client = ScoringClient.builder()
          .environment(Map.of())
          .uri("http://127.0.0.1:" + unaccepting.getLocalPort() + "/score")
          .connectTimeout(LIMIT)
          .retries(0)
          .build()) {
        var error = assertThrows(ScoringException.Timeout.class, () -> client.score(ROWS));
        assertEquals("no connection within 0.3 s", error.getMessage());
        assertEquals(1, error.attempts());
      } finally {
        for (Socket socket : waiting) {
          socket.close();
        }
      }
    }
  }

  @Test
  @DisplayName("a refused connection is a connection error with one attempt")
  void refusedConnection() throws Exception {
    int port;
    try (var closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = closed.getLocalPort();
    }
    try (var client = ScoringClient.builder()
        .environment(Map.of())
        .uri("http://127.0.0.1:" + port + "/score")
        .retries(0)
        .build()) {
      var error = assertThrows(ScoringException.Connection.class, () -> client.score(ROWS));
      assertEquals("no connection: the host refused it or cannot be reached", error.getMessage());
      assertEquals(1, error.attempts());
      assertTrue(error.status().isEmpty());
    }
  }

  @ParameterizedTest
  @DisplayName(
      "a connection broken before the reply is complete is a connection error and is not retried")
  @ValueSource(
      strings = {
        "",
        "HTTP/1.1 200 OK\r\nContent-Le",
        "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n[1",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n[1]\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\n[1]x",
        "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n"
            + "3\r\n[1]\r\n0\r\n\r\n",
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: +3\r\n\r\n[1]",
        "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n[1]",
        "no HTTP at all\r\n\r\n"
      })
  void brokenReply(String beginning) throws Exception {
    try (var endpoint = new Endpoint((request, connection) -> {
          connection.write(beginning.getBytes(StandardCharsets.UTF_8));
          throw new IOException("closed on purpose");
        });
        var client = endpoint.client()) {
      assertThrows(ScoringException.Connection.class, () -> client.score(ROWS));
      assertEquals(1, endpoint.requests().size());
    }
  }

  @Test
  @DisplayName("an error does not keep a cause that quotes the key")
  void causeDoesNotLeak() throws Exception {
    try (var endpoint = new Endpoint((request, connection) ->
            connection.write("s3cr3t\r\n\r\n".getBytes(StandardCharsets.UTF_8)));
        var client = endpoint.builder().key("s3cr3t").build()) {
      var error = assertThrows(ScoringException.Connection.class, () -> client.score(ROWS));
      for (Throwable seen = error; seen != null; seen = seen.getCause()) {
        assertTrue(!seen.toString().contains("s3cr3t"), seen.toString());
      }
    }
  }

  @Test
  @DisplayName("cancelling the future cancels the call and closes its connection")
  void futureIsCancelled() throws Exception {
    try (var endpoint = new Endpoint((request, connection) -> {});
        var client = endpoint.client()) {
      CompletableFuture<double[]> call = client.scoreAsync(ROWS);
      endpoint.requested().get(10, TimeUnit.SECONDS);
      call.cancel(true);
      assertThrows(CancellationException.class, call::get);
      endpoint.disconnected().get(10, TimeUnit.SECONDS);
    }
  }

  @Test
  @DisplayName("interrupting the thread ends the call with an InterruptedException, not a timeout")
  void threadIsInterrupted() throws Exception {
    try (var endpoint = new Endpoint((request, connection) -> {});
        var client = endpoint.client()) {
      var thrown = new CompletableFuture<Throwable>();
      var caller = new Thread(
          () -> thrown.complete(assertThrows(Exception.class, () -> client.score(ROWS))));
      caller.start();
      endpoint.requested().get(10, TimeUnit.SECONDS);
      caller.interrupt();
      assertEquals(InterruptedException.class, thrown.get().getClass());
      endpoint.disconnected().get(10, TimeUnit.SECONDS);
    }
  }

  @Test
  @DisplayName(
      "closing the client cancels its calls, closes its connections and refuses later calls")
  void clientIsClosed() throws Exception {
    try (var endpoint = new Endpoint((request, connection) -> {})) {
      ScoringClient client = endpoint.client();
      CompletableFuture<double[]> call = client.scoreAsync(ROWS);
      endpoint.requested().get(10, TimeUnit.SECONDS);
      client.close();
      assertThrows(CancellationException.class, call::get);
      endpoint.disconnected().get(10, TimeUnit.SECONDS);
      var refused = assertThrows(ScoringException.Configuration.class, () -> client.score(ROWS));
      assertEquals("the client is closed", refused.getMessage());
      assertEquals(0, refused.attempts());
      client.close();
    }
  }

  @Test
  @DisplayName("an asynchronous call fails with the same exception as a synchronous one")
  void asynchronousFailure() throws Exception {
    try (var endpoint = Endpoint.replying("503 Busy", "");
        var client = endpoint.client()) {
      var failed =
          assertThrows(ExecutionException.class, () -> client.scoreAsync(ROWS).get());
      assertEquals(ScoringException.Service.class, failed.getCause().getClass());
      assertThrows(ScoringException.Service.class, () -> client.score(ROWS));
    }
  }

  @Test
  @DisplayName("status 101 is a connection error at once, and interim replies are skipped")
  void interimReplies() throws Exception {
    String interim = "HTTP/1.1 103 Early\r\n\r\n";
    try (var endpoint = new Endpoint((request, connection) -> {
          connection.write(interim.getBytes(StandardCharsets.UTF_8));
          Endpoint.reply(connection, "200 OK", "[1]".getBytes(StandardCharsets.UTF_8));
        });
        var switching = new Endpoint((request, connection) -> connection.write(
            "HTTP/1.1 101 Switching\r\nUpgrade: x\r\n\r\n".getBytes(StandardCharsets.UTF_8)));
        var client = endpoint.client();
        var switched = switching.client()) {
      assertEquals(1, client.score(ROWS)[0]);
      assertThrows(ScoringException.Connection.class, () -> switched.score(ROWS));
    }
  }

  @Test
  @DisplayName("a synchronous call fails with the stack of its caller")
  void stackIsTheCallers() throws Exception {
    try (var endpoint = Endpoint.replying("503 Busy", "");
        var client = endpoint.client()) {
      var error = assertThrows(ScoringException.Service.class, () -> client.score(ROWS));
      assertTrue(
          Arrays.stream(error.getStackTrace())
              .anyMatch(frame -> frame.getClassName().startsWith(LimitTest.class.getName())),
          () -> Arrays.toString(error.getStackTrace()));
    }
  }

  @Test
  @DisplayName("code of a caller that blocks after a timeout does not delay the limits of others")
  void blockingCallerDelaysNobody() throws Exception {
    var release = new CountDownLatch(1);
    try (var endpoint = new Endpoint((request, connection) -> {});
        var client = endpoint.builder().attemptTimeout(LIMIT).build()) {
      var blocked = new ArrayList<CompletableFuture<?>>();
      for (int i = 0; i < 20; i++) {
        blocked.add(client.scoreAsync(ROWS).whenComplete((none, fault) -> awaitQuietly(release)));
      }
      try {
        assertThrows(ScoringException.Timeout.class, () -> client.score(ROWS));
      } finally {
        release.countDown();
      }
      for (CompletableFuture<?> call : blocked) {
        assertThrows(ExecutionException.class, call::get);
      }
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  private static void trickle(OutputStream connection, String beginning) throws IOException {
    connection.write(beginning.getBytes(StandardCharsets.UTF_8));
    try {
      // The latch is never counted down: awaiting it is the pause between two bytes.
      while (!new CountDownLatch(1).await(20, TimeUnit.MILLISECONDS)) {
        connection.write(
            beginning.endsWith("chunked\r\n\r\n")
                ? "1\r\n1\r\n".getBytes(StandardCharsets.UTF_8)
                : " ".getBytes(StandardCharsets.UTF_8));
      }
    } catch (InterruptedException ended) {
      throw new IOException(ended);
    }
  }

  /** Returns a socket that occupies a place in the server's accept queue, if one is free. */
  private static Socket pendingConnection(int port) throws IOException {
    var socket = new Socket();
    try {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 100);
    } catch (SocketTimeoutException full) {
      socket.close();
    }
    return socket;
  }
}
