package io.github.scoreline.azureml;

/** A JSON value that came with 2xx and is no prediction. The message never quotes it. */
final class NoPredictionException extends Exception {
  private static final long serialVersionUID = 1;

  NoPredictionException(String message) {
    super(message);
  }
}
