import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Runs one ordinary session with the program, so that a Java virtual machine that records what it
 * loads for a class archive sees what every session needs. Run at build time, as {@code java
 * Training.java COMMAND...}. It starts the endpoint itself.
 */
final class Training {
  private static final int CALLS = 200;

  private Training() {}

  public static void main(String[] command) throws IOException, InterruptedException {
    Process program = new ProcessBuilder(command)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
    try (var endpoint = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      var answering = new Thread(() -> answerAll(endpoint));
      answering.setDaemon(true);
      answering.start();
      runSession(program, "http://127.0.0.1:" + endpoint.getLocalPort());
    } finally {
      program.getOutputStream().close();
    }
    if (program.waitFor() != 0) {
      throw new IOException("the program exited with status " + program.exitValue());
    }
  }

  private static void runSession(Process program, String endpoint) throws IOException {
    var requests = new PrintWriter(program.getOutputStream(), true, StandardCharsets.UTF_8);
    BufferedReader answers = program.inputReader(StandardCharsets.UTF_8);
    call(requests, answers, "initialize", "\"protocolVersion\":\"1\"");
    for (String path : List.of("/score", "/failing")) {
      String config = "{\"uri\":\"%s%s\",\"key\":\"none\",\"retries\":0}";
      String open = "\"client\":\"c\",\"config\":" + config.formatted(endpoint, path);
      call(requests, answers, "open", open);
      for (int call = 0; call < CALLS; call++) {
        call(requests, answers, "score", "\"client\":\"c\",\"rows\":[[0.1,-2,3e-5],[1.5,2.5,3.5]]");
        call(
            requests,
            answers,
            "score",
            "\"client\":\"c\",\"payload\":{\"a\":[true,null,\"b\",0.1]}");
      }
      call(requests, answers, "close", "\"client\":\"c\"");
    }
    call(requests, answers, "shutdown", "");
  }

  private static void call(
      PrintWriter requests, BufferedReader answers, String method, String params)
      throws IOException {
    requests.printf(
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"%s\",\"params\":{%s}}\n", method, params);
    String answer = answers.readLine();
    if (answer == null) {
      throw new IOException("the program did not answer " + method);
    }
  }

  private static void answerAll(ServerSocket endpoint) {
    while (!endpoint.isClosed()) {
      try {
        Socket connection = endpoint.accept();
        var thread = new Thread(() -> answer(connection));
        thread.setDaemon(true);
        thread.start();
      } catch (IOException closed) {
        return;
      }
    }
  }

  private static void answer(Socket connection) {
    try (connection) {
      var requests = new BufferedInputStream(connection.getInputStream());
      for (String head = head(requests); !head.isEmpty(); head = head(requests)) {
        requests.readNBytes(Integer.parseInt(head.replaceAll("(?s).*Content-Length: |\r\n.*", "")));
        boolean fails = head.startsWith("POST /failing ");
        String body = fails ? "{\"message\":\"training\"}" : "[217.67978776218715,-1e-5]";
        String reply =
            "HTTP/1.1 %s\r\nContent-Length: %d\r\nRetry-After: 1\r\nx-ms-request-id: 1\r\n\r\n%s"
                .formatted(fails ? "503 Busy" : "200 OK", body.length(), body);
        connection.getOutputStream().write(reply.getBytes(StandardCharsets.US_ASCII));
      }
    } catch (IOException gone) {
      return;
    }
  }

  /** Returns a request up to the empty line, or an empty string at the end of the stream. */
  private static String head(InputStream requests) throws IOException {
    var head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = requests.read();
      if (next < 0) {
        return "";
      }
      head.append((char) next);
    }
    return head.toString();
  }
}
