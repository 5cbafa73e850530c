package io.github.scoreline.azureml;

import io.github.scoreline.azureml.json.JsonReader;
import io.github.scoreline.azureml.json.MalformedJsonException;
import tools.jackson.databind.JsonNode;

/** Decides which JSON values are predictions. A reply with status 2xx is not necessarily one. */
final class Predictions {
  private static final String OUT_OF_RANGE =
      "the reply contains a number outside the range of a double";

  private Predictions() {}

  /** Returns the elements of an array of finite numbers. */
  static double[] numbers(byte[] content) throws NoPredictionException {
    JsonNode json = json(content);
    if (!json.isArray()) {
      throw new NoPredictionException("the reply is not an array of numbers");
    }
    var numbers = new double[json.size()];
    int index = 0;
    for (JsonNode element : json) {
      if (!element.isNumber()) {
        throw new NoPredictionException(
            "the reply is not an array of numbers: element " + index + " is not a number");
      }
      numbers[index++] = finite(element);
    }
    return numbers;
  }

  /** Returns any value except those that a script returns when it fails without an error status. */
  static JsonNode payload(byte[] content) throws NoPredictionException {
    JsonNode json = json(content);
    if (json.isString()) {
      throw new NoPredictionException("the reply is a JSON string, which is not a prediction");
    }
    if (json.isNull()) {
      throw new NoPredictionException("the reply is null, which is not a prediction");
    }
    if (json.isObject() && json.isEmpty()) {
      throw new NoPredictionException("the reply is an empty object, which is not a prediction");
    }
    if (!allFinite(json)) {
      throw new NoPredictionException(OUT_OF_RANGE);
    }
    return json;
  }

  /** Returns a JSON object. */
  static JsonNode object(byte[] content) throws NoPredictionException {
    JsonNode json = json(content);
    if (!json.isObject()) {
      throw new NoPredictionException("the reply is not a JSON object");
    }
    return json;
  }

  /** Returns false if a number, decimal or integer, is outside the range of a double. */
  static boolean allFinite(JsonNode json) {
    if (json.isNumber()) {
      return Double.isFinite(nearest(json));
    }
    for (JsonNode child : json) {
      if (!allFinite(child)) {
        return false;
      }
    }
    return true;
  }

  private static JsonNode json(byte[] content) throws NoPredictionException {
    try {
      return JsonReader.read(content);
    } catch (MalformedJsonException fault) {
      throw new NoPredictionException(
          content.length == 0
              ? "the reply is empty"
              : "the reply is not JSON: " + fault.getMessage());
    }
  }

  private static double finite(JsonNode number) throws NoPredictionException {
    double value = nearest(number);
    if (!Double.isFinite(value)) {
      throw new NoPredictionException(OUT_OF_RANGE);
    }
    return value;
  }

  private static double nearest(JsonNode number) {
    return number.isBigDecimal()
        ? number.decimalValue().doubleValue()
        : number.isBigInteger() ? number.bigIntegerValue().doubleValue() : number.doubleValue();
  }
}
