package io.github.scoreline.azureml;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What a client was told, checked. No message of an error quotes the value that is wrong: it may be
 * a credential that went to the wrong place.
 *
 * @param uri the scoring URI; path and query are sent to the letter
 * @param key the bearer, or {@code null}
 * @param connectTimeout limit for making a connection
 * @param attemptTimeout limit for one attempt, from its first byte to the last byte of the reply
 * @param userAgent the whole {@code User-Agent}
 */
record Configuration(
    URI uri, Secret key, Duration connectTimeout, Duration attemptTimeout, String userAgent) {
  static final String URI_VARIABLE = "AZUREML_SCORING_URI";
  static final String KEY_VARIABLE = "AZUREML_SCORING_KEY";

  private static final Pattern VISIBLE_ASCII = Pattern.compile("[\\x21-\\x7e]+");
  private static final Pattern WORDS = Pattern.compile("(?! )[\\x20-\\x7e]+(?<! )");

  /** The longest time that fits in a count of nanoseconds, 292 years. */
  private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE);

  /**
   * Settles what applies: an explicit setting, else the environment, else the default.
   *
   * @throws ScoringException.Configuration if a value cannot be used
   */
  static Configuration of(ScoringClient.Builder explicit, Map<String, String> environment) {
    String uri = explicit.uri != null ? explicit.uri : set(environment, URI_VARIABLE);
    String key = explicit.key != null ? explicit.key : set(environment, KEY_VARIABLE);
    return new Configuration(
        scoringUri(uri),
        secret(key),
        limit(explicit.connectTimeout, "connect timeout"),
        limit(explicit.attemptTimeout, "attempt timeout"),
        UserAgent.of(application(explicit.application)));
  }

  /** An empty variable is as good as none. */
  private static String set(Map<String, String> environment, String name) {
    String value = environment.get(name);
    return value == null || value.isEmpty() ? null : value;
  }

  private static URI scoringUri(String text) {
    require(text != null, "no scoring URI: give one, or set " + URI_VARIABLE);
    return ScoringUri.of(text);
  }

  private static Secret secret(String key) {
    if (key == null) {
      return null;
    }
    require(
        VISIBLE_ASCII.matcher(key).matches(),
        "the key is empty or has characters beyond visible ASCII");
    return new Secret(key);
  }

  private static Duration limit(Duration limit, String name) {
    require(!limit.isZero() && !limit.isNegative(), "the " + name + " is not positive");
    return limit.compareTo(LONGEST) > 0 ? LONGEST : limit;
  }

  private static String application(String words) {
    require(
        words == null || WORDS.matcher(words).matches(),
        "the application is empty, has a blank at an end or characters beyond printable ASCII");
    return words;
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw ScoringException.configuration(otherwise);
    }
  }
}
