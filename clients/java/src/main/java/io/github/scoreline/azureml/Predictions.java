package io.github.scoreline.azureml;

import tools.jackson.databind.JsonNode;

/** What counts as a prediction. A status of 200 alone does not make one. */
final class Predictions {
  private static final String TOO_LARGE = "a number in it is too large for a double";

  private Predictions() {}

  /** One number for each element of an array. */
  static double[] numbers(JsonNode json) throws NoPredictionException {
    if (!json.isArray()) {
      throw new NoPredictionException("it is not an array of numbers");
    }
    var numbers = new double[json.size()];
    int index = 0;
    for (JsonNode element : json) {
      if (!element.isNumber()) {
        throw new NoPredictionException("element " + index + " of the array is not a number");
      }
      numbers[index++] = finite(element);
    }
    return numbers;
  }

  /** Any value, but not what a script returns that failed without saying so. */
  static JsonNode payload(JsonNode json) throws NoPredictionException {
    if (json.isString()) {
      throw new NoPredictionException("it is a string, an error's text or JSON written twice");
    }
    if (json.isNull()) {
      throw new NoPredictionException("it is null");
    }
    if (json.isObject() && json.isEmpty()) {
      throw new NoPredictionException("it is an empty object");
    }
    if (!allFinite(json)) {
      throw new NoPredictionException(TOO_LARGE);
    }
    return json;
  }

  /** False if a number, decimal or integer, is beyond the range of doubles. */
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

  private static double finite(JsonNode number) throws NoPredictionException {
    double value = nearest(number);
    if (!Double.isFinite(value)) {
      throw new NoPredictionException(TOO_LARGE);
    }
    return value;
  }

  private static double nearest(JsonNode number) {
    return number.isBigDecimal()
        ? number.decimalValue().doubleValue()
        : number.isBigInteger() ? number.bigIntegerValue().doubleValue() : number.doubleValue();
  }
}
