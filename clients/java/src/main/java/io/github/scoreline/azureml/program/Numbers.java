package io.github.scoreline.azureml.program;

import tools.jackson.databind.JsonNode;

/** Converts the numbers of a message to doubles. */
final class Numbers {
  private Numbers() {}

  /** Returns the nearest double, infinite if the number is outside the range of a double. */
  static double doubleOf(JsonNode number) {
    return switch (number.numberType()) {
      case BIG_INTEGER -> number.bigIntegerValue().doubleValue();
      case BIG_DECIMAL -> number.decimalValue().doubleValue();
      default -> number.doubleValue();
    };
  }

  /**
   * Converts an array of arrays of numbers.
   *
   * @throws AdapterFault if the value is anything else
   */
  static double[][] matrixOf(JsonNode rows) throws AdapterFault {
    requireArray(rows);
    var matrix = new double[rows.size()][];
    for (int i = 0; i < matrix.length; i++) {
      JsonNode row = rows.get(i);
      requireArray(row);
      matrix[i] = new double[row.size()];
      for (int j = 0; j < matrix[i].length; j++) {
        JsonNode number = row.get(j);
        if (!number.isNumber()) {
          throw AdapterFault.params("rows[" + i + "][" + j + "] is not a number");
        }
        matrix[i][j] = doubleOf(number);
      }
    }
    return matrix;
  }

  private static void requireArray(JsonNode value) throws AdapterFault {
    if (!value.isArray()) {
      throw AdapterFault.params("rows is not an array of arrays of numbers");
    }
  }
}
