package io.github.scoreline.azureml.program;

import io.github.scoreline.azureml.CallCancelledException;
import io.github.scoreline.azureml.CallOptions;
import io.github.scoreline.azureml.ScoringClient;
import io.github.scoreline.azureml.ScoringException;
import io.github.scoreline.azureml.ScoringResponse;
import io.github.scoreline.azureml.json.JsonReader;
import io.github.scoreline.azureml.json.MalformedJsonException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Session mode: JSON-RPC 2.0 with one message per line, as specified in docs/protocol.md.
 *
 * <p>One thread reads messages and starts calls; no thread waits for a call. The thread on which a
 * call completes writes its answer.
 */
final class Session {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final String PROTOCOL_VERSION = "1";
  private static final int CALL_FAILED = -32000;
  private static final List<String> CAPABILITIES = List.of(
      "payload",
      "bytes",
      "health",
      "swagger",
      "retries",
      "overall-timeout",
      "secondary-key",
      "tls",
      "reply-limit",
      "call-options",
      "response");

  private final LineReader input;
  private final OutputStream output;
  private final Map<String, ScoringClient> clients = new HashMap<>();
  private final Map<JsonNode, CompletableFuture<?>> calls = new ConcurrentHashMap<>();

  /** Held while writing an answer, so that answers do not interleave. */
  private final Object writing = new Object();

  /** Whether no more answers may be written; guarded by {@link #writing}. */
  private boolean ended;

  /** Whether an answer could not be written. */
  private volatile boolean outputBroken;

  Session(InputStream input, OutputStream output) {
    this.input = new LineReader(input);
    this.output = output;
  }

  /**
   * Answers messages until {@code shutdown} or the end of the input. Returns the exit status: 0, or
   * 1 if the input could not be read or an answer could not be written.
   */
  int run() {
    try {
      byte[] line = input.next();
      while (line != null && handle(line) && !outputBroken) {
        line = input.next();
      }
      return outputBroken ? 1 : 0;
    } catch (IOException broken) {
      return 1;
    } finally {
      end();
    }
  }

  /**
   * Drops calls in flight without an answer. The clients are closed although the process exits,
   * because the virtual machine delays its exit by a third of a second for threads that wait on
   * sockets.
   */
  private void end() {
    synchronized (writing) {
      ended = true;
    }
    clients.values().forEach(ScoringClient::close);
  }

  /** Handles a line and returns whether the session continues. */
  private boolean handle(byte[] line) {
    Message request = requestIn(line);
    if (request == null) {
      return true;
    }
    if (request.isNotification()) {
      handleNotification(request);
      return true;
    }
    try {
      if (calls.containsKey(request.id())) {
        throw new AdapterFault(AdapterFault.INVALID_REQUEST, "a call with this id is in flight");
      }
      return perform(request);
    } catch (AdapterFault fault) {
      answerFault(request.id(), fault);
    } catch (ClientSettings.SettingException unusable) {
      answerError(request.id(), ErrorData.of("configuration", unusable.getMessage(), 0));
    } catch (ScoringException error) {
      answerError(request.id(), ErrorData.of(error));
    } catch (RuntimeException unexpected) {
      answerFault(request.id(), internal(unexpected));
    }
    return true;
  }

  /**
   * Returns the request on a line. If it is invalid, answers the fault and returns {@code null}.
   */
  private Message requestIn(byte[] line) {
    JsonNode id = NODES.nullNode();
    try {
      JsonNode message = JsonReader.read(line);
      JsonNode given = message.get("id");
      if (given != null && Message.isId(given)) {
        id = given;
      }
      return Message.of(message);
    } catch (MalformedJsonException fault) {
      answerFault(
          id,
          new AdapterFault(
              AdapterFault.PARSE_ERROR, "the message is not JSON: " + fault.getMessage()));
    } catch (AdapterFault fault) {
      answerFault(id, fault);
    } catch (OutOfMemoryError tooLong) {
      answerFault(
          id,
          new AdapterFault(AdapterFault.INTERNAL_ERROR, "the message does not fit into memory"));
    }
    return null;
  }

  /** Cancels a call if the notification is a cancellation. No notification is answered. */
  private void handleNotification(Message notification) {
    JsonNode id = notification.params().get("id");
    if (notification.method().equals("$/cancelRequest") && id != null) {
      CompletableFuture<?> call = calls.get(id);
      if (call != null) {
        call.cancel(true);
      }
    }
  }

  /** Performs a request and returns whether the session continues. */
  private boolean perform(Message request) throws AdapterFault, ClientSettings.SettingException {
    switch (request.method()) {
      case "initialize" -> answer(request.id(), initialize(request));
      case "open" -> answer(request.id(), open(request));
      case "score", "health", "swagger" ->
        call(
            request,
            client(request),
            Calling.of(request),
            ClientSettings.callOptions(request.params()));
      case "close" -> answer(request.id(), close(request));
      case "shutdown" -> {
        answer(request.id(), NODES.objectNode());
        return false;
      }
      default ->
        throw new AdapterFault(
            AdapterFault.METHOD_NOT_FOUND, "unknown method: " + request.method());
    }
    return true;
  }

  private static ObjectNode initialize(Message request) throws AdapterFault {
    if (!request.text("protocolVersion").equals(PROTOCOL_VERSION)) {
      throw AdapterFault.params("protocolVersion is not \"" + PROTOCOL_VERSION + "\"");
    }
    ObjectNode result = NODES
        .objectNode()
        .put("protocolVersion", PROTOCOL_VERSION)
        .put("name", "azureml-scoring-java")
        .put("version", ScoringClient.version())
        .put("language", "Java")
        .put("runtime", "Java " + System.getProperty("java.version"));
    ArrayNode capabilities = result.putArray("capabilities");
    CAPABILITIES.forEach(capabilities::add);
    return result;
  }

  private ObjectNode open(Message request) throws AdapterFault, ClientSettings.SettingException {
    String handle = request.text("client");
    JsonNode config = request.params().get("config");
    if (config == null || !config.isObject()) {
      throw AdapterFault.params("config is not an object");
    }
    if (clients.containsKey(handle)) {
      throw AdapterFault.params("client is already open");
    }
    clients.put(handle, ClientSettings.of(config).build());
    return NODES.objectNode();
  }

  private ObjectNode close(Message request) throws AdapterFault {
    client(request).close();
    clients.remove(request.text("client"));
    return NODES.objectNode();
  }

  private ScoringClient client(Message request) throws AdapterFault {
    ScoringClient client = clients.get(request.text("client"));
    if (client == null) {
      throw AdapterFault.params("client is not open");
    }
    return client;
  }

  /** Starts a call, which is answered when it is done. */
  private <T> void call(
      Message request, ScoringClient client, Calling<T> calling, CallOptions options) {
    JsonNode id = request.id();
    CompletableFuture<ScoringResponse<T>> call = client.callAsync(calling.operation(), options);
    calls.put(id, call);
    call.whenComplete((response, fault) -> {
      calls.remove(id, call);
      if (fault == null) {
        answerResult(id, calling.result(response));
      } else if (fault instanceof ScoringException error) {
        answerError(id, ErrorData.of(error));
      } else if (fault instanceof CallCancelledException cancelled) {
        answerError(id, ErrorData.of("cancelled", cancelled.getMessage(), cancelled.attempts()));
      } else {
        answerFault(id, internal(fault));
      }
    });
  }

  private void answerResult(JsonNode id, JsonNode result) {
    try {
      answer(id, result);
    } catch (RuntimeException unwritable) {
      answerFault(id, internal(unwritable));
    }
  }

  private void answer(JsonNode id, JsonNode result) {
    ObjectNode message = message(id);
    message.set("result", result);
    write(message);
  }

  private void answerError(JsonNode id, ObjectNode data) {
    ObjectNode message = message(id);
    ObjectNode error = message.putObject("error").put("code", CALL_FAILED);
    error.set("message", data.get("message"));
    error.set("data", data);
    write(message);
  }

  private void answerFault(JsonNode id, AdapterFault fault) {
    ObjectNode message = message(id);
    message.putObject("error").put("code", fault.code()).put("message", fault.getMessage());
    write(message);
  }

  /** Reports only the class: the message of an unexpected exception might quote a credential. */
  private static AdapterFault internal(Throwable unexpected) {
    return new AdapterFault(
        AdapterFault.INTERNAL_ERROR, "unexpected " + unexpected.getClass().getName());
  }

  private static ObjectNode message(JsonNode id) {
    ObjectNode message = NODES.objectNode().put("jsonrpc", "2.0");
    message.set("id", id);
    return message;
  }

  private void write(JsonNode message) {
    synchronized (writing) {
      if (ended) {
        return;
      }
      try {
        Program.writeLine(output, message);
      } catch (IOException unwritable) {
        ended = true;
        outputBroken = true;
      }
    }
  }
}
