package io.github.scoreline.azureml;

import io.github.scoreline.azureml.json.JsonWriter;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Requests predictions from one scoring endpoint.
 *
 * <p>A client is immutable and safe for use by any number of threads. It keeps its connections open
 * and reuses them: create one client per program, not one per call.
 *
 * <p>Each call sends one request. A call that fails throws a {@link ScoringException}, or completes
 * its future with one. Each kind of error has its own subclass.
 */
public final class ScoringClient implements AutoCloseable {
  private final Configuration configuration;
  private final Transport transport;
  private final Set<CompletableFuture<?>> calls = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  private ScoringClient(Configuration configuration) {
    this.configuration = configuration;
    this.transport = new Transport(configuration, Clock.systemUTC());
  }

  /**
   * Returns a builder for a client.
   *
   * @return a builder without settings
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Returns the version of this library, as sent in {@code User-Agent}.
   *
   * @return the version, such as {@code 0.1.0}
   */
  public static String version() {
    return UserAgent.VERSION;
  }

  /**
   * Scores rows and waits for the predictions. Interrupting the thread cancels the call.
   *
   * @param rows a matrix of finite numbers, sent as {@code {"data": rows}}
   * @return the predictions, bit for bit as the service sent them
   * @throws ScoringException if the call fails; its kind is configuration if a number is NaN or
   *     infinite
   * @throws InterruptedException if the thread was interrupted before the reply was complete
   * @throws CancellationException if the client was closed before the reply was complete
   * @throws IllegalStateException if the client was closed before the call
   */
  public double[] score(double[][] rows) throws InterruptedException {
    return await(scoreAsync(rows));
  }

  /**
   * Scores rows without waiting for the predictions.
   *
   * @param rows a matrix of finite numbers, sent as {@code {"data": rows}}; read before this method
   *     returns
   * @return a future that completes with the predictions, or with a {@link ScoringException} if the
   *     call fails. Cancelling it cancels the call
   * @throws IllegalStateException if the client was closed before the call
   */
  public CompletableFuture<double[]> scoreAsync(double[][] rows) {
    Objects.requireNonNull(rows, "rows");
    return call(() -> JsonWriter.writeData(rows), Predictions::numbers);
  }

  /**
   * Scores any JSON value and waits for the prediction. Interrupting the thread cancels the call.
   *
   * @param payload the value to send, unchanged
   * @return the prediction: any JSON value except a string, {@code null} or an empty object.
   *     Numbers keep their value: a number that a {@code double} cannot represent is a {@code
   *     BigDecimal} or {@code BigInteger}
   * @throws ScoringException if the call fails; its kind is configuration if a number is outside
   *     the range of a double
   * @throws InterruptedException if the thread was interrupted before the reply was complete
   * @throws CancellationException if the client was closed before the reply was complete
   * @throws IllegalStateException if the client was closed before the call
   */
  public JsonNode scorePayload(JsonNode payload) throws InterruptedException {
    return await(scorePayloadAsync(payload));
  }

  /**
   * Scores any JSON value without waiting for the prediction.
   *
   * @param payload the value to send, unchanged; read before this method returns
   * @return a future that completes with the prediction, as described at {@link #scorePayload}, or
   *     with a {@link ScoringException} if the call fails. Cancelling it cancels the call
   * @throws IllegalStateException if the client was closed before the call
   */
  public CompletableFuture<JsonNode> scorePayloadAsync(JsonNode payload) {
    Objects.requireNonNull(payload, "payload");
    return call(() -> written(payload), Predictions::payload);
  }

  /**
   * Closes the connections and cancels the calls in flight. Later calls throw an {@link
   * IllegalStateException}. Closing a closed client does nothing.
   */
  @Override
  public void close() {
    closed = true;
    calls.forEach(call -> call.cancel(true));
    transport.close();
  }

  /**
   * Describes the client by its configuration, with {@code ***} for the key.
   *
   * @return one line for people, not for programs
   */
  @Override
  public String toString() {
    return "ScoringClient[" + configuration + "]";
  }

  /** Writes the body of a request. */
  @FunctionalInterface
  private interface BodyWriter {
    byte[] write();
  }

  private <T> CompletableFuture<T> call(BodyWriter body, Reply.Reading<T> reading) {
    byte[] written;
    try {
      written = body.write();
    } catch (IllegalArgumentException | JacksonException unwritable) {
      String message = unwritable.getMessage();
      return CompletableFuture.failedFuture(ScoringException.configuration(message));
    }
    String clientRequestId = UUID.randomUUID().toString();
    var call = new CompletableFuture<T>();
    calls.add(call);
    if (closed) {
      calls.remove(call);
      throw new IllegalStateException("the client is closed");
    }
    CompletableFuture<Reply> exchange = transport.send(written, clientRequestId);
    call.whenComplete((prediction, fault) -> {
      calls.remove(call);
      exchange.cancel(true);
    });
    exchange.whenComplete((reply, fault) -> {
      try {
        if (fault != null) {
          call.completeExceptionally(fault);
        } else {
          call.complete(reply.prediction(reading, clientRequestId, configuration.key()));
        }
      } catch (RuntimeException | Error unusable) {
        call.completeExceptionally(unusable);
      }
    });
    return call;
  }

  private static byte[] written(JsonNode payload) {
    byte[] written = JsonWriter.write(payload);
    if (!Predictions.allFinite(payload)) {
      throw new IllegalArgumentException(
          "a number in the payload is outside the range of a double");
    }
    return written;
  }

  private static <T> T await(CompletableFuture<T> call) throws InterruptedException {
    try {
      return call.get();
    } catch (InterruptedException interrupted) {
      call.cancel(true);
      throw interrupted;
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(failed.getCause());
    }
  }

  /** Builds a {@link ScoringClient}. Each setting has the default that its method documents. */
  public static final class Builder {
    String uri;
    String key;
    Duration connectTimeout = Duration.ofSeconds(10);
    Duration attemptTimeout = Duration.ofSeconds(60);
    String application;
    private Map<String, String> environment;

    private Builder() {}

    /**
     * Sets the scoring URI, an absolute http or https URI without user information or fragment. Its
     * path and query are sent exactly as given. If not invoked: the value of the environment
     * variable {@code AZUREML_SCORING_URI}.
     *
     * @param uri the URI, as shown on the page of the service
     * @return this builder
     */
    public Builder uri(String uri) {
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
    public Builder key(String key) {
      this.key = Objects.requireNonNull(key, "key");
      return this;
    }

    /**
     * Sets the limit for making a connection, including TLS. If not invoked: 10 seconds. A call
     * that reaches it fails with {@link ScoringException.Timeout}.
     *
     * @param limit a positive duration
     * @return this builder
     */
    public Builder connectTimeout(Duration limit) {
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
    public Builder attemptTimeout(Duration limit) {
      this.attemptTimeout = Objects.requireNonNull(limit, "limit");
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
    public Builder application(String application) {
      this.application = Objects.requireNonNull(application, "application");
      return this;
    }

    /**
     * Sets the environment variables to read. If not invoked: those of the process.
     *
     * @param variables values by name; an empty value counts as unset
     * @return this builder
     */
    public Builder environment(Map<String, String> variables) {
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
}
