package io.github.scoreline.azureml;

import java.time.Duration;
import java.util.Objects;

/**
 * Settings of one call, for {@link ScoringClient#call}. A setting that is not given is the client's.
 * Options are immutable and may be used for any number of calls: each {@code with} method returns a
 * copy.
 */
public final class CallOptions {
  private static final CallOptions DEFAULTS = new CallOptions(null, null, null);

  private final Integer retries;
  private final Duration attemptTimeout;
  private final Duration overallTimeout;

  private CallOptions(Integer retries, Duration attemptTimeout, Duration overallTimeout) {
    this.retries = retries;
    this.attemptTimeout = attemptTimeout;
    this.overallTimeout = overallTimeout;
  }

  /**
   * Returns the options of a call with the settings of its client.
   *
   * @return options without settings
   */
  public static CallOptions defaults() {
    return DEFAULTS;
  }

  /**
   * Sets how many attempts may follow the first one, as {@link ScoringClientBuilder#retries} does
   * for all calls.
   *
   * @param count a number from 0
   * @return a copy with this setting
   * @throws ScoringException.Configuration if the number is negative
   */
  public CallOptions withRetries(int count) {
    return new CallOptions(Limits.retries(count), attemptTimeout, overallTimeout);
  }

  /**
   * Sets the limit for one attempt, as {@link ScoringClientBuilder#attemptTimeout} does for all
   * calls.
   *
   * @param limit a positive duration
   * @return a copy with this setting
   * @throws ScoringException.Configuration if the duration is not positive
   */
  public CallOptions withAttemptTimeout(Duration limit) {
    Objects.requireNonNull(limit, "limit");
    return new CallOptions(retries, Limits.attemptTimeout(limit), overallTimeout);
  }

  /**
   * Sets the limit for the call, with all its attempts and the waits between them, as {@link
   * ScoringClientBuilder#overallTimeout} does for all calls.
   *
   * @param limit a positive duration
   * @return a copy with this setting
   * @throws ScoringException.Configuration if the duration is not positive
   */
  public CallOptions withOverallTimeout(Duration limit) {
    Objects.requireNonNull(limit, "limit");
    return new CallOptions(retries, attemptTimeout, Limits.overallTimeout(limit));
  }

  /** Returns the limits of a call of a client that has these limits of its own. */
  Limits over(Limits client) {
    return new Limits(
        Objects.requireNonNullElse(retries, client.retries()),
        Objects.requireNonNullElse(attemptTimeout, client.attemptTimeout()),
        Objects.requireNonNullElse(overallTimeout, client.overallTimeout()));
  }
}
