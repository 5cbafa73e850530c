package io.github.scoreline.azureml;

import java.util.concurrent.CancellationException;

/** Reports a call that ended because its future was cancelled or its client was closed. */
public final class CallCancelledException extends CancellationException {
  private static final long serialVersionUID = 1;

  /** The number of requests that were sent for the call. */
  private final int attempts;

  CallCancelledException(int attempts) {
    super("the call was cancelled");
    this.attempts = attempts;
  }

  /**
   * Returns how many requests were sent for the call.
   *
   * @return the number, 0 if the call ended before the first one
   */
  public int attempts() {
    return attempts;
  }
}
