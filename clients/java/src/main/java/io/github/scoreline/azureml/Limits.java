package io.github.scoreline.azureml;

import java.time.Duration;

/**
 * How long and how often a call tries: the part of a client's settings that one call can change.
 *
 * @param retries how many attempts may follow the first one
 * @param attemptTimeout the limit for one attempt, from its first byte to the last byte of the
 *     reply
 * @param overallTimeout the limit for a call, with all its attempts and the waits between them
 */
record Limits(int retries, Duration attemptTimeout, Duration overallTimeout) {
  /** The longest duration that a {@code long} of nanoseconds can hold, 292 years. */
  private static final Duration MAX = Duration.ofNanos(Long.MAX_VALUE);

  /**
   * Returns a number of retries.
   *
   * @throws ScoringException.Configuration if it is negative
   */
  static int retries(int count) {
    Configuration.require(count >= 0, "the number of retries is negative");
    return count;
  }

  static Duration attemptTimeout(Duration limit) {
    return timeout(limit, "attempt timeout");
  }

  static Duration overallTimeout(Duration limit) {
    return timeout(limit, "overall timeout");
  }

  /**
   * Returns a limit, at most one whose nanoseconds fit into a {@code long}.
   *
   * @throws ScoringException.Configuration if it is not positive
   */
  static Duration timeout(Duration limit, String name) {
    Configuration.require(
        !limit.isZero() && !limit.isNegative(), "the " + name + " is not positive");
    return limit.compareTo(MAX) > 0 ? MAX : limit;
  }
}
