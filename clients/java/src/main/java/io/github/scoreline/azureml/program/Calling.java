package io.github.scoreline.azureml.program;

import io.github.scoreline.azureml.Operation;
import io.github.scoreline.azureml.ScoringResponse;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A call that a message asks for.
 *
 * @param operation what the call asks of the service
 * @param returned puts what the call returned into a result
 */
record Calling<T>(Operation<T> operation, BiConsumer<ObjectNode, T> returned) {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  /**
   * Returns the call that a message asks for.
   *
   * @throws AdapterFault if the params are not those of its method
   * @throws io.github.scoreline.azureml.ScoringException.Configuration if the input cannot be sent
   */
  static Calling<?> of(Message request) throws AdapterFault {
    return switch (request.method()) {
      case "health" -> new Calling<>(Operation.health(), (result, healthy) -> {});
      case "swagger" ->
        new Calling<>(Operation.swagger(), (result, json) -> result.set("document", json));
      default -> score(request);
    };
  }

  private static Calling<?> score(Message request) throws AdapterFault {
    JsonNode rows = request.params().get("rows");
    JsonNode payload = request.params().get("payload");
    JsonNode body = request.params().get("body");
    if (Stream.of(rows, payload, body).filter(Objects::nonNull).count() != 1) {
      throw AdapterFault.params("score takes one of rows, payload and body");
    }
    if (rows != null) {
      return new Calling<>(
          Operation.rows(Numbers.matrixOf(rows)),
          (result, numbers) -> result.set("predictions", array(numbers)));
    }
    return new Calling<>(
        payload != null
            ? Operation.payload(payload)
            : Operation.bytes(request.bytes("body"), request.text("contentType")),
        (result, prediction) -> result.set("predictions", prediction));
  }

  /** Returns the result of the message. */
  ObjectNode result(ScoringResponse<T> response) {
    ObjectNode result = NODES.objectNode();
    returned.accept(result, response.value());
    ObjectNode about = result
        .putObject("response")
        .put("status", response.status())
        .put("attempts", response.attempts())
        .put("clientRequestId", response.clientRequestId());
    response.requestId().ifPresent(id -> about.put("requestId", id));
    return result;
  }

  private static ArrayNode array(double[] numbers) {
    var array = NODES.arrayNode(numbers.length);
    for (double number : numbers) {
      array.add(number);
    }
    return array;
  }
}
