package io.github.scoreline.azureml;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

/** Decides whether and when a call makes another attempt. Has no clock and no random numbers. */
final class RetryRule {
  private static final double FIRST_BACKOFF_SECONDS = 0.8;
  private static final double MAX_BACKOFF_SECONDS = 8;

  /** The longest wait that a reply may ask for; a reply that asks for more is final. */
  private static final double MAX_ASKED_SECONDS = 60;

  private RetryRule() {}

  /**
   * Returns how long to wait before the next attempt.
   *
   * @param reply the reply of the last attempt
   * @param retry the number of the next attempt, 0 for the second one
   * @param random a number from 0 to 1
   * @return the wait; empty if there must be no other attempt
   */
  static Optional<Duration> waitAfter(Reply reply, int retry, double random) {
    OptionalDouble asked = reply.retryAfterSeconds();
    if (!mayRecover(reply) || asked.orElse(0) > MAX_ASKED_SECONDS) {
      return Optional.empty();
    }
    return Optional.of(
        asked.isPresent() ? RetryAfter.duration(asked.getAsDouble()) : backoff(retry, random));
  }

  /**
   * Returns how long to wait before the next attempt.
   *
   * @param failure why the last attempt ended without a complete reply
   * @param retry the number of the next attempt, 0 for the second one
   * @param random a number from 0 to 1
   * @return the wait; empty if there must be no other attempt
   */
  static Optional<Duration> waitAfter(TransportException failure, int retry, double random) {
    return failure.isRetryable() ? Optional.of(backoff(retry, random)) : Optional.empty();
  }

  private static boolean mayRecover(Reply reply) {
    if (reply.content().tooLarge() || reply.isScriptFailure()) {
      return false;
    }
    return switch (reply.status()) {
      case 408, 429, 502, 503, 504 -> true;
      // With this header, whatever its value, the reply is the inference server's own. Its 500
      // with False means that the script's result could not be written as JSON: the same request
      // fails again.
      case 500 -> reply.header("x-ms-run-function-failed").isEmpty();
      case 424 ->
        reply
            .header("ms-azureml-model-error-reason")
            .filter("model_not_ready"::equals)
            .isPresent();
      default -> false;
    };
  }

  private static Duration backoff(int retry, double random) {
    double longest = Math.min(MAX_BACKOFF_SECONDS, FIRST_BACKOFF_SECONDS * Math.scalb(1.0, retry));
    return RetryAfter.duration(longest * (0.75 + random / 4));
  }
}
