package io.github.scoreline.azureml;

/**
 * The kind of failure that a {@link ScoringException} reports. It depends on exception types and on
 * the status and headers of the reply, never on the text of a message.
 */
public enum ErrorKind {
  /** The call cannot be made with the given settings or input; nothing was sent. */
  CONFIGURATION,
  /** Status 401 or 403: the credential is missing, wrong or not authorized. */
  AUTHENTICATION,
  /** Status 429: too many requests. */
  THROTTLED,
  /**
   * The model failed: status 424, or any non-2xx status with {@code x-ms-run-function-failed:
   * True}.
   */
  MODEL,
  /** Any other non-2xx status. Redirects are not followed and end up here. */
  SERVICE,
  /** A configured time limit was reached. */
  TIMEOUT,
  /** No connection could be made, or it broke before the reply was complete. */
  CONNECTION,
  /** A 2xx reply that does not contain a prediction. */
  RESPONSE_FORMAT
}
