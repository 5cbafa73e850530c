package io.github.scoreline.azureml.program;

import static org.junit.jupiter.api.Assertions.assertNull;

import io.github.scoreline.azureml.Endpoint;
import io.github.scoreline.azureml.json.JsonReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A session, and the side of the harness that exchanges messages with it. */
class SessionHarness {
  private static final int PIPE_BYTES = 1 << 20;

  /** Standard output. Every write must be one complete line; any other is recorded as empty. */
  static final class Answers extends OutputStream {
    final BlockingQueue<byte[]> lines = new LinkedBlockingQueue<>();

    @Override
    public void write(byte[] bytes, int offset, int length) {
      byte[] line = Arrays.copyOfRange(bytes, offset, offset + length);
      boolean complete = new String(line, StandardCharsets.UTF_8).indexOf('\n') == length - 1;
      lines.add(complete ? line : new byte[0]);
    }

    @Override
    public void write(int octet) {
      write(new byte[] {(byte) octet}, 0, 1);
    }
  }

  PipedOutputStream requests;
  Answers answers;
  CompletableFuture<Integer> exit;

  @BeforeEach
  void start() throws IOException {
    requests = new PipedOutputStream();
    var input = new PipedInputStream(requests, PIPE_BYTES);
    answers = new Answers();
    exit = new CompletableFuture<>();
    var session = new Thread(() -> exit.complete(new Session(input, answers).run()));
    session.setDaemon(true);
    session.start();
  }

  @AfterEach
  void end() throws IOException {
    requests.close();
  }

  void open(Endpoint endpoint, String members) throws Exception {
    String config = "{\"uri\":\"" + endpoint.uri("/score") + "\",\"retries\":0" + members + "}";
    send("open", "\"client\":\"c\",\"config\":" + config);
    JsonNode answer = next();
    assertNull(answer.get("error"), answer.toString());
  }

  void send(String method, String params) throws IOException {
    sendLine(message("1", method, params));
  }

  static String message(String id, String method, String params) {
    return "{\"jsonrpc\":\"2.0\",\"id\":%s,\"method\":\"%s\",\"params\":{%s}}"
        .formatted(id, method, params);
  }

  void sendLine(String line) throws IOException {
    requests.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    requests.flush();
  }

  JsonNode next() throws Exception {
    return JsonReader.read(answers.lines.take());
  }

  /** Returns the result in the next answer, without what it says of a reply. */
  String result() throws Exception {
    var result = (ObjectNode) next().get("result");
    result.remove("response");
    return result.toString();
  }
}
