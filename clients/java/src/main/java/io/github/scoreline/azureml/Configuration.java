package io.github.scoreline.azureml;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The validated configuration of a client. Error messages never quote an invalid value, because it
 * may be a credential that was passed in the wrong place.
 *
 * @param uri the scoring URI; its path and query are sent exactly as given
 * @param key the bearer token, or {@code null} to send no {@code Authorization}
 * @param connectTimeout the limit for making a connection
 * @param attemptTimeout the limit for one attempt, from its first byte to the last byte of the
 *     reply
 * @param replyLimit the size of the largest reply that is read, in bytes
 * @param userAgent the complete {@code User-Agent}
 */
record Configuration(
    URI uri,
    Secret key,
    Duration connectTimeout,
    Duration attemptTimeout,
    int replyLimit,
    String userAgent) {
  static final String URI_VARIABLE = "AZUREML_SCORING_URI";
  static final String KEY_VARIABLE = "AZUREML_SCORING_KEY";

  private static final Pattern VISIBLE_ASCII = Pattern.compile("[\\x21-\\x7e]+");
  private static final Pattern PRINTABLE_ASCII = Pattern.compile("(?! )[\\x20-\\x7e]+(?<! )");

  /** The longest duration that a {@code long} of nanoseconds can hold, 292 years. */
  private static final Duration MAX_LIMIT = Duration.ofNanos(Long.MAX_VALUE);

  /** The largest array that a virtual machine can be expected to make. */
  private static final int MAX_REPLY = Integer.MAX_VALUE - 8;

  /**
   * Resolves each setting: the explicit value, then the environment variable, then the default.
   *
   * @throws ScoringException.Configuration if the URI is missing or a value is invalid
   */
  static Configuration of(ScoringClientBuilder explicit, Map<String, String> environment) {
    String uri = explicit.uri != null ? explicit.uri : variable(environment, URI_VARIABLE);
    String key = explicit.key != null ? explicit.key : variable(environment, KEY_VARIABLE);
    require(explicit.replyLimit > 0, "the reply limit is not positive");
    return new Configuration(
        scoringUri(uri),
        secret(key, "key"),
        limit(explicit.connectTimeout, "connect timeout"),
        limit(explicit.attemptTimeout, "attempt timeout"),
        (int) Math.min(explicit.replyLimit, MAX_REPLY),
        UserAgent.of(application(explicit.application)));
  }

  private static String variable(Map<String, String> environment, String name) {
    String value = environment.get(name);
    return value == null || value.isEmpty() ? null : value;
  }

  private static URI scoringUri(String text) {
    require(text != null, "the scoring URI is missing: pass one or set " + URI_VARIABLE);
    return ScoringUri.of(text);
  }

  private static Secret secret(String key, String name) {
    if (key == null) {
      return null;
    }
    require(!key.isEmpty(), "the " + name + " is empty");
    require(
        VISIBLE_ASCII.matcher(key).matches(),
        "the " + name + " contains a character that is not visible ASCII");
    return new Secret(key);
  }

  private static Duration limit(Duration limit, String name) {
    require(!limit.isZero() && !limit.isNegative(), "the " + name + " is not positive");
    return limit.compareTo(MAX_LIMIT) > 0 ? MAX_LIMIT : limit;
  }

  private static String application(String application) {
    require(
        application == null || PRINTABLE_ASCII.matcher(application).matches(),
        "the application is empty, starts or ends with a space,"
            + " or contains a character that is not printable ASCII");
    return application;
  }

  static void require(boolean valid, String message) {
    if (!valid) {
      throw ScoringException.configuration(message);
    }
  }
}
