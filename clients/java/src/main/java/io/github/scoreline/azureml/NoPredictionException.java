package io.github.scoreline.azureml;

/** Reports a 2xx reply whose JSON is not a prediction. The message never quotes the reply. */
final class NoPredictionException extends Exception {
  private static final long serialVersionUID = 1;

  NoPredictionException(String message) {
    super(message);
  }
}
