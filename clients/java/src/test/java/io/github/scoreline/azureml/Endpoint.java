package io.github.scoreline.azureml;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A scoring service on a plain socket. It records requests and sends whatever a test writes. */
public final class Endpoint implements AutoCloseable {
  /** Answers a request. The connection stays open when the method returns. */
  @FunctionalInterface
  public interface Answer {
    /** Writes the reply. */
    void to(Request request, OutputStream connection) throws IOException;
  }

  /**
   * A request as received.
   *
   * @param head the request line and the headers, without the empty line
   * @param body the bytes that Content-Length counts
   */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  public record Request(String head, byte[] body) {
    /** Returns the request line. */
    public String line() {
      return head.lines().findFirst().orElseThrow();
    }

    /** Returns the values of a header, in order. */
    public List<String> header(String name) {
      return head.lines()
          .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
          .map(line -> line.substring(name.length() + 1).strip())
          .toList();
    }

    /** Returns the body as text. */
    public String text() {
      return new String(body, StandardCharsets.UTF_8);
    }
  }

  private final ServerSocket socket;
  private final Answer answer;
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final AtomicInteger connections = new AtomicInteger();
  private final CompletableFuture<Void> disconnected = new CompletableFuture<>();
  private final CompletableFuture<Void> requested = new CompletableFuture<>();

  /** Listens on a free port. */
  public Endpoint(Answer answer) throws IOException {
    this.answer = answer;
    // More than any test connects at once, because connections beyond a full queue are reset.
    this.socket = new ServerSocket(0, 512, InetAddress.getLoopbackAddress());
    start(this::accept);
  }

  /** Returns an endpoint that sends the same reply to every request. */
  public static Endpoint replying(String status, String body, String... headers)
      throws IOException {
    byte[] content = body.getBytes(StandardCharsets.UTF_8);
    return new Endpoint((request, connection) -> reply(connection, status, content, headers));
  }

  /** Writes a complete reply. */
  public static void reply(OutputStream connection, String status, byte[] body, String... headers)
      throws IOException {
    var head = new StringBuilder("HTTP/1.1 " + status + "\r\nContent-Length: " + body.length);
    for (String header : headers) {
      head.append("\r\n").append(header);
    }
    connection.write((head + "\r\n\r\n").getBytes(StandardCharsets.UTF_8));
    connection.write(body);
    connection.flush();
  }

  /** Returns a URI of this endpoint. */
  public String uri(String path) {
    return "http://127.0.0.1:" + socket.getLocalPort() + path;
  }

  /** Returns a client of this endpoint that makes one attempt for each call. */
  public ScoringClient client() {
    return builder().build();
  }

  /** Returns a builder for such a client. */
  public ScoringClientBuilder builder() {
    return ScoringClient.builder().environment(Map.of()).uri(uri("/score")).retries(0);
  }

  /** Returns the requests received so far. */
  public List<Request> requests() {
    return requests;
  }

  /** Returns how many connections were made. */
  public int connections() {
    return connections.get();
  }

  /** Returns a future that completes when a client has closed a connection. */
  public CompletableFuture<Void> disconnected() {
    return disconnected;
  }

  /** Returns a future that completes when the first request is complete. */
  public CompletableFuture<Void> requested() {
    return requested;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private static void start(Runnable work) {
    var thread = new Thread(work);
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        Socket connection = socket.accept();
        connections.incrementAndGet();
        start(() -> serve(connection));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      var input = new BufferedInputStream(connection.getInputStream());
      for (String head = head(input); head != null; head = head(input)) {
        var sized = new Request(head, new byte[0]).header("Content-Length");
        int size = sized.isEmpty() ? 0 : Integer.parseInt(sized.get(0));
        var request = new Request(head, input.readNBytes(size));
        requests.add(request);
        requested.complete(null);
        answer.to(request, connection.getOutputStream());
      }
    } catch (IOException broken) {
      // The client closed the connection during a reply, or the answer did.
    } finally {
      disconnected.complete(null);
    }
  }

  private static String head(InputStream input) throws IOException {
    var head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = input.read();
      if (next < 0) {
        return null;
      }
      head.append((char) next);
    }
    return head.substring(0, head.length() - 4);
  }
}
