package io.github.scoreline.azureml;

import java.util.concurrent.CompletionException;

/** Reports an attempt that ended without a complete reply. {@link Call} makes an error of it. */
final class TransportException extends Exception {
  private static final long serialVersionUID = 1;

  private final ErrorKind kind;
  private final boolean retryable;

  private TransportException(ErrorKind kind, String message, boolean retryable, Throwable cause) {
    super(message, cause, false, false);
    this.kind = kind;
    this.retryable = retryable;
  }

  static TransportException timeout(String message, Throwable cause) {
    return new TransportException(ErrorKind.TIMEOUT, message, true, cause);
  }

  static TransportException connection(String message, Throwable cause) {
    return new TransportException(ErrorKind.CONNECTION, message, true, cause);
  }

  /** Returns a failure that another attempt would only repeat, such as an expired certificate. */
  static TransportException lasting(String message, Throwable cause) {
    return new TransportException(ErrorKind.CONNECTION, message, false, cause);
  }

  /** Returns the fault of a future without the wrapper that a dependent future adds. */
  static Throwable unwrapped(Throwable fault) {
    return fault instanceof CompletionException && fault.getCause() != null
        ? fault.getCause()
        : fault;
  }

  ErrorKind kind() {
    return kind;
  }

  boolean isRetryable() {
    return retryable;
  }
}
