package io.github.scoreline.azureml;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;

/** Builds a {@link ScoringClient}. Each setting has the default that its method documents. */
public final class ScoringClientBuilder {
  String uri;
  String key;
  String secondaryKey;
  Duration connectTimeout = Duration.ofSeconds(10);
  Duration attemptTimeout = Duration.ofSeconds(60);
  Duration overallTimeout = Duration.ofSeconds(300);
  Integer retries;
  String caCertificates;
  HttpClient httpClient;
  String application;
  long replyLimit = 64L << 20;
  private Map<String, String> environment;

  ScoringClientBuilder() {}

  /**
   * Sets the scoring URI, an absolute http or https URI without user information or fragment. Its
   * path and query are sent exactly as given. If not invoked: the value of the environment
   * variable {@code AZUREML_SCORING_URI}.
   *
   * @param uri the URI, as shown on the page of the service
   * @return this builder
   */
  public ScoringClientBuilder uri(String uri) {
    this.uri = Objects.requireNonNull(uri, "uri");
    return this;
  }

  /**
   * Sets the key, sent as {@code Authorization: Bearer <key>}. If not invoked: the value of the
   * environment variable {@code AZUREML_SCORING_KEY}, or no such header if that is not set.
   *
   * @param key one or more visible ASCII characters
   * @return this builder
   */
  public ScoringClientBuilder key(String key) {
    this.key = Objects.requireNonNull(key, "key");
    return this;
  }

  /**
   * Sets the second key of the service, which takes the place of the first one once the service
   * refuses that with status 401, and the other way round. If not invoked: the value of the
   * environment variable {@code AZUREML_SCORING_SECONDARY_KEY}, or none if that is not set.
   *
   * @param key one or more visible ASCII characters
   * @return this builder
   */
  public ScoringClientBuilder secondaryKey(String key) {
    this.secondaryKey = Objects.requireNonNull(key, "key");
    return this;
  }

  /**
   * Sets the certificate authorities to trust, and no others, for an https URI. If not invoked:
   * those in the file that the environment variable {@code AZUREML_SCORING_CA_FILE} names, or those
   * of the platform if that is not set.
   *
   * @param pem one or more certificates in PEM
   * @return this builder
   */
  public ScoringClientBuilder caCertificates(String pem) {
    this.caCertificates = Objects.requireNonNull(pem, "pem");
    return this;
  }

  /**
   * Sets the HTTP client that makes the connections, such as one with a certificate of its own or a
   * proxy. It may be shared, and closing the scoring client does not close it. Its limit for making
   * a connection takes the place of {@link #connectTimeout}. If not invoked: a client of its own.
   *
   * @param client a client that does not follow redirects, and has no cookie handler and no
   *     authenticator
   * @return this builder
   */
  public ScoringClientBuilder httpClient(HttpClient client) {
    this.httpClient = Objects.requireNonNull(client, "client");
    return this;
  }

  /**
   * Sets the limit for making a connection, including TLS. If not invoked: 10 seconds. A call
   * that reaches it fails with {@link ScoringException.Timeout}.
   *
   * @param limit a positive duration
   * @return this builder
   */
  public ScoringClientBuilder connectTimeout(Duration limit) {
    this.connectTimeout = Objects.requireNonNull(limit, "limit");
    return this;
  }

  /**
   * Sets the limit for one attempt, from its first byte to the last byte of the reply's body. If
   * not invoked: 60 seconds. A call that reaches it fails with {@link ScoringException.Timeout}.
   *
   * @param limit a positive duration
   * @return this builder
   */
  public ScoringClientBuilder attemptTimeout(Duration limit) {
    this.attemptTimeout = Objects.requireNonNull(limit, "limit");
    return this;
  }

  /**
   * Sets the limit for a call, with all its attempts and the waits between them. If not invoked:
   * 300 seconds. A call that reaches it during an attempt fails with {@link
   * ScoringException.Timeout}; if the wait for the next attempt would pass it, the call fails at
   * once with the error of the last attempt.
   *
   * @param limit a positive duration
   * @return this builder
   */
  public ScoringClientBuilder overallTimeout(Duration limit) {
    this.overallTimeout = Objects.requireNonNull(limit, "limit");
    return this;
  }

  /**
   * Sets how many attempts may follow the first one, if it fails for a reason that may pass: status
   * 408, 429, 502, 503 or 504, some replies with 500 or 424, a connection that cannot be made or
   * breaks, and a limit for connecting or for an attempt. If not invoked: the value of the
   * environment variable {@code AZUREML_SCORING_RETRIES}, or 3 if that is not set.
   *
   * @param count a number from 0
   * @return this builder
   */
  public ScoringClientBuilder retries(int count) {
    this.retries = count;
    return this;
  }

  /**
   * Sets the size of the largest reply that is read. If not invoked: 64 MiB. A call whose reply is
   * larger fails, and the connection is closed.
   *
   * @param bytes a positive number of bytes
   * @return this builder
   */
  public ScoringClientBuilder replyLimit(long bytes) {
    this.replyLimit = bytes;
    return this;
  }

  /**
   * Sets the text that precedes the name of this library in {@code User-Agent}. If not invoked:
   * none.
   *
   * @param application printable ASCII that does not start or end with a space, such as {@code
   *     shop/2}
   * @return this builder
   */
  public ScoringClientBuilder application(String application) {
    this.application = Objects.requireNonNull(application, "application");
    return this;
  }

  /**
   * Sets the environment variables to read. If not invoked: those of the process.
   *
   * @param variables values by name; an empty value counts as unset
   * @return this builder
   */
  public ScoringClientBuilder environment(Map<String, String> variables) {
    this.environment = Map.copyOf(variables);
    return this;
  }

  /**
   * Creates the client. No connection is made before the first call.
   *
   * @return a client with the settings of this builder
   * @throws ScoringException.Configuration if the URI is missing or a value is invalid
   */
  public ScoringClient build() {
    return new ScoringClient(
        Configuration.of(this, environment == null ? System.getenv() : environment));
  }
}
