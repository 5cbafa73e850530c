import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
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
    // Otherwise the server waits 40 ms between the head and the body of each reply.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    var endpoint = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    endpoint.createContext(
        "/score", exchange -> answer(exchange, 200, "[217.67978776218715,-1e-5]"));
    endpoint.createContext(
        "/failing", exchange -> answer(exchange, 503, "{\"message\":\"training\"}"));
    endpoint.start();
    Process program = new ProcessBuilder(command)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
    try {
      runSession(program, "http://127.0.0.1:" + endpoint.getAddress().getPort());
    } finally {
      program.getOutputStream().close();
      endpoint.stop(0);
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

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      exchange.getResponseHeaders().set("Retry-After", "1");
      exchange.getResponseHeaders().set("x-ms-request-id", "1");
      exchange.sendResponseHeaders(status, body.length());
      exchange.getResponseBody().write(body.getBytes(StandardCharsets.US_ASCII));
    }
  }
}
