package io.github.scoreline.azureml.program;

import java.util.Base64;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * A message from the harness.
 *
 * @param id the id that the answer must carry, a {@code NullNode} if it is JSON's null; {@code
 *     null} for a notification
 * @param method the name of the method
 * @param params the parameters, a {@code NullNode} if there are none
 */
record Message(JsonNode id, String method, JsonNode params) {
  /**
   * Converts a JSON value to a message.
   *
   * @throws AdapterFault if it is not a JSON-RPC 2.0 request
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

  /**
   * Returns whether a value can be an id. A number outside the range of a double cannot, because an
   * answer could not carry it.
   */
  static boolean isId(JsonNode value) {
    return value.isString()
        || value.isNull()
        || (value.isNumber() && Double.isFinite(Numbers.doubleOf(value)));
  }

  boolean isNotification() {
    return id == null;
  }

  /**
   * Returns the value of a string member of the params.
   *
   * @throws AdapterFault if the member is missing or not a string
   */
  String text(String name) throws AdapterFault {
    JsonNode value = params.get(name);
    if (value == null || !value.isString()) {
      throw AdapterFault.params(name + " is not a string");
    }
    return value.stringValue();
  }

  /**
   * Returns the bytes of a member of the params in base64.
   *
   * @throws AdapterFault if the member is missing or not base64
   */
  byte[] bytes(String name) throws AdapterFault {
    try {
      return Base64.getDecoder().decode(text(name));
    } catch (IllegalArgumentException invalid) {
      throw AdapterFault.params(name + " is not base64");
    }
  }

  private static AdapterFault invalid(String message) {
    return new AdapterFault(AdapterFault.INVALID_REQUEST, message);
  }
}
