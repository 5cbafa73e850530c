package io.github.scoreline.azureml.program;

import io.github.scoreline.azureml.ScoringClient;
import java.time.Duration;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Turns the {@code config} of the protocol into settings of the library. */
final class ClientSettings {
  private ClientSettings() {}

  /**
   * A builder with what the object says; members that are not known are passed over.
   *
   * @throws SettingException if a member has the wrong type
   */
  static ScoringClient.Builder of(JsonNode config) throws SettingException {
    // What the harness does not say is not set: the environment is the one-shot door's.
    var builder = ScoringClient.builder().environment(Map.of());
    if (config.has("uri")) {
      builder.uri(text(config, "uri"));
    }
    if (config.has("key")) {
      builder.key(text(config, "key"));
    }
    if (config.has("connectTimeoutSeconds")) {
      builder.connectTimeout(duration(config, "connectTimeoutSeconds"));
    }
    if (config.has("attemptTimeoutSeconds")) {
      builder.attemptTimeout(duration(config, "attemptTimeoutSeconds"));
    }
    if (config.has("application")) {
      builder.application(text(config, "application"));
    }
    return builder;
  }

  private static String text(JsonNode config, String name) throws SettingException {
    JsonNode value = config.get(name);
    if (!value.isString()) {
      throw new SettingException(name + " is not a string");
    }
    return value.stringValue();
  }

  /** To the nanosecond above, so that what is positive stays so. */
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

  /** A value that no client can be made with. It is told as the library would. */
  static final class SettingException extends Exception {
    private static final long serialVersionUID = 1;

    private SettingException(String message) {
      super(message);
    }
  }
}
