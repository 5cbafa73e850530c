package io.github.scoreline.azureml.program;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * A message of the harness.
 *
 * @param id what the answer has to carry, a {@code NullNode} where it is null; {@code null} for a
 *     notification
 * @param method what is asked
 * @param params what comes with it, a {@code NullNode} where nothing does
 */
record Message(JsonNode id, String method, JsonNode params) {
  /**
   * Reads a message.
   *
   * @throws AdapterFault if it is no request of JSON-RPC 2.0
   */
  static Message of(JsonNode message) throws AdapterFault {
    JsonNode version = message.get("jsonrpc");
    JsonNode method = message.get("method");
    JsonNode id = message.get("id");
    if (version == null || !version.isString() || !version.stringValue().equals("2.0")) {
      throw invalid("jsonrpc is not \"2.0\"");
    }
    if (method == null || !method.isString()) {
      throw invalid("method is not a string");
    }
    if (id != null && !isId(id)) {
      throw invalid("id is neither a string nor a number");
    }
    JsonNode params = message.get("params");
    return new Message(
        id, method.stringValue(), params == null ? JsonNodeFactory.instance.nullNode() : params);
  }

  /** Whether a value can name a call. An answer could not carry a number that no double holds. */
  static boolean isId(JsonNode value) {
    return value.isString()
        || value.isNull()
        || value.isNumber() && Double.isFinite(Numbers.doubleOf(value));
  }

  boolean isNotification() {
    return id == null;
  }

  /**
   * A member of the params that has to be a string.
   *
   * @throws AdapterFault if it is missing or something else
   */
  String text(String name) throws AdapterFault {
    JsonNode value = params.get(name);
    if (value == null || !value.isString()) {
      throw AdapterFault.params(name + " is not a string");
    }
    return value.stringValue();
  }

  private static AdapterFault invalid(String message) {
    return new AdapterFault(AdapterFault.INVALID_REQUEST, message);
  }
}
