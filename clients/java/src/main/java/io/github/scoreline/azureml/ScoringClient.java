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
 * Asks one scoring endpoint for predictions.
 *
 * <p>A client is immutable and may be shared by any number of threads. It keeps its connections and
 * uses them again; make one for a program, not one for a call.
 *
 * <p>Each call sends one request. A call that fails throws a {@link ScoringException}, or completes
 * its future with one; its subclass tells the kind.
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
   * Starts the making of a client.
   *
   * @return a builder with nothing set
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * The version of this library, as in {@code User-Agent}.
   *
   * @return such as {@code 0.1.0}
   */
  public static String version() {
    return UserAgent.VERSION;
  }

  /**
   * Scores rows and waits for the predictions. The thread's interruption ends the call.
   *
   * @param rows a matrix of finite numbers, sent as {@code {"data": rows}}
   * @return what the model predicts, with the bits that the service sent
   * @throws ScoringException if there is no prediction; of the kind configuration if a number is
   *     NaN or infinite
   * @throws InterruptedException if the thread was interrupted before the reply was whole
   * @throws CancellationException if the client was closed before the reply was whole
   * @throws IllegalStateException if the client was closed before the call
   */
  public double[] score(double[][] rows) throws InterruptedException {
    return await(scoreAsync(rows));
  }

  /**
   * Scores rows.
   *
   * @param rows a matrix of finite numbers, sent as {@code {"data": rows}}; read before this method
   *     returns
   * @return what the model predicts, or the {@link ScoringException} that tells why there is
   *     nothing. Cancelling it ends the call
   * @throws IllegalStateException if the client was closed before the call
   */
  public CompletableFuture<double[]> scoreAsync(double[][] rows) {
    Objects.requireNonNull(rows, "rows");
    return call(() -> JsonWriter.writeData(rows), Predictions::numbers);
  }

  /**
   * Scores any JSON value and waits for the prediction. The thread's interruption ends the call.
   *
   * @param payload what to send, as it is
   * @return the prediction: any JSON value but a string, {@code null} or an empty object. Numbers
   *     keep their value, as {@code double} where that holds it, else as {@code BigDecimal} or
   *     {@code BigInteger}
   * @throws ScoringException if there is no prediction; of the kind configuration if a number is
   *     beyond the range of doubles
   * @throws InterruptedException if the thread was interrupted before the reply was whole
   * @throws CancellationException if the client was closed before the reply was whole
   * @throws IllegalStateException if the client was closed before the call
   */
  public JsonNode scorePayload(JsonNode payload) throws InterruptedException {
    return await(scorePayloadAsync(payload));
  }

  /**
   * Scores any JSON value.
   *
   * @param payload what to send, as it is; read before this method returns
   * @return the prediction as {@link #scorePayload} gives it, or the {@link ScoringException} that
   *     tells why there is nothing. Cancelling it ends the call
   * @throws IllegalStateException if the client was closed before the call
   */
  public CompletableFuture<JsonNode> scorePayloadAsync(JsonNode payload) {
    Objects.requireNonNull(payload, "payload");
    return call(() -> written(payload), Predictions::payload);
  }

  /**
   * Closes the connections. Calls in flight end as cancelled, later ones are refused; closing again
   * does nothing.
   */
  @Override
  public void close() {
    closed = true;
    calls.forEach(call -> call.cancel(true));
    transport.close();
  }

  /**
   * Tells the configuration, with {@code ***} for the key.
   *
   * @return one line for people
   */
  @Override
  public String toString() {
    return "ScoringClient[" + configuration + "]";
  }

  /** What writes a request's body. */
  @FunctionalInterface
  private interface Body {
    byte[] written();
  }

  private <T> CompletableFuture<T> call(Body body, Reply.Reading<T> reading) {
    byte[] written;
    try {
      written = body.written();
    } catch (IllegalArgumentException | JacksonException unwritable) {
      String words = unwritable.getMessage();
      return CompletableFuture.failedFuture(ScoringException.configuration(words));
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
      throw new IllegalArgumentException("a number of the payload is too large for a double");
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

  /** Gathers what a {@link ScoringClient} is told. What is not set has the default named here. */
  public static final class Builder {
    String uri;
    String key;
    Duration connectTimeout = Duration.ofSeconds(10);
    Duration attemptTimeout = Duration.ofSeconds(60);
    String application;
    private Map<String, String> environment;

    private Builder() {}

    /**
     * The scoring URI, an absolute http or https URI without user, password and fragment. Path and
     * query are sent to the letter. If not invoked: the variable {@code AZUREML_SCORING_URI}.
     *
     * @param uri as the service's page shows it
     * @return this builder
     */
    public Builder uri(String uri) {
      this.uri = Objects.requireNonNull(uri, "uri");
      return this;
    }

    /**
     * The key, sent as {@code Authorization: Bearer <key>}. If not invoked: the variable {@code
     * AZUREML_SCORING_KEY}, and without that no such header.
     *
     * @param key one or more visible ASCII characters
     * @return this builder
     */
    public Builder key(String key) {
      this.key = Objects.requireNonNull(key, "key");
      return this;
    }

    /**
     * The limit for making a connection. If not invoked: 10 seconds. A call that reaches it fails
     * with {@link ScoringException.Timeout}.
     *
     * @param limit a positive duration
     * @return this builder
     */
    public Builder connectTimeout(Duration limit) {
      this.connectTimeout = Objects.requireNonNull(limit, "limit");
      return this;
    }

    /**
     * The limit for one attempt, from its first byte to the last byte of the reply's body. If not
     * invoked: 60 seconds. A call that reaches it fails with {@link ScoringException.Timeout}.
     *
     * @param limit a positive duration
     * @return this builder
     */
    public Builder attemptTimeout(Duration limit) {
      this.attemptTimeout = Objects.requireNonNull(limit, "limit");
      return this;
    }

    /**
     * What stands before this library's own words in {@code User-Agent}. If not invoked: nothing.
     *
     * @param application printable ASCII without a blank at either end, such as {@code shop/2}
     * @return this builder
     */
    public Builder application(String application) {
      this.application = Objects.requireNonNull(application, "application");
      return this;
    }

    /**
     * The variables to read. If not invoked: those of the process.
     *
     * @param variables values by name; an empty value is as good as none
     * @return this builder
     */
    public Builder environment(Map<String, String> variables) {
      this.environment = Map.copyOf(variables);
      return this;
    }

    /**
     * Makes the client. No connection is made before the first call.
     *
     * @return a client with what was set
     * @throws ScoringException.Configuration if there is no URI, or a value cannot be used
     */
    public ScoringClient build() {
      return new ScoringClient(
          Configuration.of(this, environment == null ? System.getenv() : environment));
    }
  }
}
