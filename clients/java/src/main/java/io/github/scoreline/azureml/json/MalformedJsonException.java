package io.github.scoreline.azureml.json;

/**
 * Reports a text that is not exactly one JSON value in UTF-8. The message never quotes the text.
 */
public final class MalformedJsonException extends Exception {
  private static final long serialVersionUID = 1;

  MalformedJsonException(String message) {
    super(message);
  }
}
