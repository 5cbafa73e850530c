package io.github.scoreline.azureml;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;

/**
 * The validated configuration of a client. Error messages never quote an invalid value, because it
 * may be a credential that was passed in the wrong place.
 *
 * @param uri the scoring URI; its path and query are sent exactly as given
 * @param key the bearer token, or {@code null} to send no {@code Authorization}
 * @param secondaryKey the bearer token to use when the key is refused, or {@code null}
 * @param connectTimeout the limit for making a connection
 * @param limits the limits of a call that has none of its own
 * @param httpClient the HTTP client to use, or {@code null} for one of its own
 * @param tls the TLS context with the authorities to trust, or {@code null} for the platform's
 * @param replyLimit the size of the largest reply that is read, in bytes
 * @param userAgent the complete {@code User-Agent}
 */
record Configuration(
    URI uri,
    Secret key,
    Secret secondaryKey,
    Duration connectTimeout,
    Limits limits,
    HttpClient httpClient,
    SSLContext tls,
    int replyLimit,
    String userAgent) {
  static final String URI_VARIABLE = "AZUREML_SCORING_URI";
  static final String KEY_VARIABLE = "AZUREML_SCORING_KEY";
  static final String SECONDARY_KEY_VARIABLE = "AZUREML_SCORING_SECONDARY_KEY";
  static final String RETRIES_VARIABLE = "AZUREML_SCORING_RETRIES";
  static final String CA_FILE_VARIABLE = "AZUREML_SCORING_CA_FILE";

  private static final int DEFAULT_RETRIES = 3;
  private static final Pattern COUNT = Pattern.compile("[0-9]{1,9}");

  private static final Pattern VISIBLE_ASCII = Pattern.compile("[\\x21-\\x7e]+");
  private static final Pattern PRINTABLE_ASCII = Pattern.compile("(?! )[\\x20-\\x7e]+(?<! )");

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
    String secondaryKey = explicit.secondaryKey != null
        ? explicit.secondaryKey
        : variable(environment, SECONDARY_KEY_VARIABLE);
    require(secondaryKey == null || key != null, "there is a secondary key but no key");
    require(explicit.replyLimit > 0, "the reply limit is not positive");
    return new Configuration(
        scoringUri(uri),
        secret(key, "key"),
        secret(secondaryKey, "secondary key"),
        Limits.timeout(explicit.connectTimeout, "connect timeout"),
        new Limits(
            retries(explicit.retries, variable(environment, RETRIES_VARIABLE)),
            Limits.attemptTimeout(explicit.attemptTimeout),
            Limits.overallTimeout(explicit.overallTimeout)),
        httpClient(explicit),
        explicit.httpClient != null
            ? null
            : tls(explicit.caCertificates, variable(environment, CA_FILE_VARIABLE)),
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

  private static int retries(Integer explicit, String variable) {
    if (explicit != null) {
      return Limits.retries(explicit);
    }
    require(
        variable == null || COUNT.matcher(variable).matches(),
        RETRIES_VARIABLE + " is not a whole number from 0");
    return variable == null ? DEFAULT_RETRIES : Integer.parseInt(variable);
  }

  /** Returns the caller's HTTP client, unless it would break what this library promises. */
  private static HttpClient httpClient(ScoringClientBuilder explicit) {
    HttpClient client = explicit.httpClient;
    if (client == null) {
      return null;
    }
    require(
        client.followRedirects() == HttpClient.Redirect.NEVER, "the HTTP client follows redirects");
    require(client.cookieHandler().isEmpty(), "the HTTP client has a cookie handler");
    require(client.authenticator().isEmpty(), "the HTTP client has an authenticator");
    require(
        explicit.caCertificates == null,
        "there are CA certificates, but the HTTP client has its own");
    return client;
  }

  private static SSLContext tls(String explicit, String file) {
    if (explicit != null) {
      return Authorities.trusted(explicit);
    }
    if (file == null) {
      return null;
    }
    try {
      return Authorities.trusted(Files.readString(Path.of(file), StandardCharsets.ISO_8859_1));
    } catch (IOException | InvalidPathException unreadable) {
      throw ScoringException.configuration(
          "the file that " + CA_FILE_VARIABLE + " names cannot be read");
    }
  }

  private static String application(String application) {
    require(
        application == null || isPrintable(application),
        "the application is empty, starts or ends with a space,"
            + " or contains a character that is not printable ASCII");
    return application;
  }

  /** Returns whether a header can have a text as its value, without a change at either end. */
  static boolean isPrintable(String text) {
    return PRINTABLE_ASCII.matcher(text).matches();
  }

  static void require(boolean valid, String message) {
    if (!valid) {
      throw ScoringException.configuration(message);
    }
  }
}
