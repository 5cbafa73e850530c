package io.github.scoreline.azureml.program;

import io.github.scoreline.azureml.CallOptions;
import io.github.scoreline.azureml.ScoringClient;
import io.github.scoreline.azureml.ScoringClientBuilder;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Converts the protocol's objects {@code config} and {@code options} to settings of the library. */
final class ClientSettings {
  private ClientSettings() {}

  /**
   * Returns a builder with the settings of the object. Unknown members are ignored.
   *
   * @throws SettingException if a member has the wrong type or is not a finite number
   */
  static ScoringClientBuilder of(JsonNode config) throws SettingException {
    // Only the one-shot mode reads the environment.
    var builder = ScoringClient.builder().environment(Map.of());
    if (config.has("uri")) {
      builder.uri(text(config, "uri"));
    }
    if (config.has("key")) {
      builder.key(text(config, "key"));
    }
    if (config.has("secondaryKey")) {
      builder.secondaryKey(text(config, "secondaryKey"));
    }
    if (config.has("caCertificates")) {
      builder.caCertificates(text(config, "caCertificates"));
    }
    if (config.has("connectTimeoutSeconds")) {
      builder.connectTimeout(duration(config, "connectTimeoutSeconds"));
    }
    if (config.has("attemptTimeoutSeconds")) {
      builder.attemptTimeout(duration(config, "attemptTimeoutSeconds"));
    }
    if (config.has("overallTimeoutSeconds")) {
      builder.overallTimeout(duration(config, "overallTimeoutSeconds"));
    }
    if (config.has("retries")) {
      builder.retries(retries(config));
    }
    if (config.has("replyLimitBytes")) {
      builder.replyLimit(count(config, "replyLimitBytes"));
    }
    if (config.has("application")) {
      builder.application(text(config, "application"));
    }
    return builder;
  }

  /**
   * Returns the options in the params of a call. Unknown members are ignored.
   *
   * @throws AdapterFault if they are not an object
   * @throws SettingException if a member has the wrong type or is not a finite number
   */
  static CallOptions callOptions(JsonNode params) throws AdapterFault, SettingException {
    var options = CallOptions.defaults();
    JsonNode given = params.get("options");
    if (given == null) {
      return options;
    }
    if (!given.isObject()) {
      throw AdapterFault.params("options is not an object");
    }
    if (given.has("attemptTimeoutSeconds")) {
      options = options.withAttemptTimeout(duration(given, "attemptTimeoutSeconds"));
    }
    if (given.has("overallTimeoutSeconds")) {
      options = options.withOverallTimeout(duration(given, "overallTimeoutSeconds"));
    }
    if (given.has("retries")) {
      options = options.withRetries(retries(given));
    }
    return options;
  }

  private static int retries(JsonNode given) throws SettingException {
    return (int) Math.min(count(given, "retries"), Integer.MAX_VALUE);
  }

  private static String text(JsonNode config, String name) throws SettingException {
    JsonNode value = config.get(name);
    if (!value.isString()) {
      throw new SettingException(name + " is not a string");
    }
    return value.stringValue();
  }

  /** Returns a whole number from 0; one that is too large becomes the largest {@code long}. */
  private static long count(JsonNode config, String name) throws SettingException {
    JsonNode value = config.get(name);
    if (!value.isIntegralNumber() || value.bigIntegerValue().signum() < 0) {
      throw new SettingException(name + " is not a whole number from 0");
    }
    return value.bigIntegerValue().min(BigInteger.valueOf(Long.MAX_VALUE)).longValue();
  }

  /** Rounds up to whole nanoseconds, so that a positive value stays positive. */
  private static Duration duration(JsonNode config, String name) throws SettingException {
    JsonNode value = config.get(name);
    if (!value.isNumber()) {
      throw new SettingException(name + " is not a number");
    }
    double seconds = Numbers.doubleOf(value);
    if (!Double.isFinite(seconds)) {
      throw new SettingException(name + " is not finite");
    }
    return Duration.ofNanos((long) Math.ceil(seconds * 1e9));
  }

  /** Reports an unusable value. A session reports it like a configuration error of the library. */
  static final class SettingException extends Exception {
    private static final long serialVersionUID = 1;

    private SettingException(String message) {
      super(message);
    }
  }
}
