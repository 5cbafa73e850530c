package io.github.scoreline.azureml.program;

import tools.jackson.databind.JsonNode;

/** Numbers of a message as doubles. */
final class Numbers {
  private Numbers() {}

  /** The nearest double; infinite where there is none. */
  static double doubleOf(JsonNode number) {
    return switch (number.numberType()) {
      case BIG_INTEGER -> number.bigIntegerValue().doubleValue();
      case BIG_DECIMAL -> number.decimalValue().doubleValue();
      default -> number.doubleValue();
    };
  }

  /**
   * An array of arrays of numbers.
   *
   * @throws AdapterFault if it is something else
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
