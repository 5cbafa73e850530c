package io.github.scoreline.azureml;

/** What sort of failure a {@link ScoringException} reports. Decided by types and status alone. */
public enum ErrorKind {
  /** The call cannot be made with what was given; nothing was sent. */
  CONFIGURATION,
  /** Status 401 or 403: the credential is missing, wrong or not allowed. */
  AUTHENTICATION,
  /** Status 429: too many requests. */
  THROTTLED,
  /**
   * The model failed: status 424, or any status but 2xx together with {@code
   * x-ms-run-function-failed: True}.
   */
  MODEL,
  /** Any other status but 2xx, redirects included. */
  SERVICE,
  /** A limit of the configuration was reached. */
  TIMEOUT,
  /** No connection, or one that broke before the reply was whole. */
  CONNECTION,
  /** A reply of 2xx that holds no prediction. */
  RESPONSE_FORMAT
}
