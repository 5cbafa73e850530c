package io.github.scoreline.azureml;

import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/**
 * Requests predictions from one scoring endpoint.
 *
 * <p>A client is immutable and safe for use by any number of threads. It keeps its connections open
 * and reuses them: create one client per program, not one per call.
 *
 * <p>A call that fails for a reason that may pass is repeated, as {@link
 * ScoringClientBuilder#retries} describes. A call that fails throws a {@link ScoringException}, or
 * completes its future with one. Each kind of error has its own subclass. Cancelling the future of
 * a call, or interrupting the thread that waits for it, cancels the call.
 *
 * <p>The methods for one use return its result alone. {@link #call} performs any {@link Operation}
 * with settings of its own, and also tells the status and the ids of the reply.
 *
 * <p>Each method that waits throws {@link CallCancelledException} if the client is closed
 * meanwhile. Input that cannot be sent is a {@link ScoringException.Configuration}.
 */
public final class ScoringClient implements AutoCloseable {
  private final Configuration configuration;
  private final ConnectionPool connections;
  private final Calls calls;

  ScoringClient(Configuration configuration) {
    this.configuration = configuration;
    this.connections = ConnectionPool.of(configuration);
    var keys = new Keys(configuration.key(), configuration.secondaryKey());
    Exchange http = new HttpExchange(connections.client(), configuration, Timing.SYSTEM);
    this.calls = new Calls(
        new Retrying(new Authenticating(http, keys), Timing.SYSTEM),
        keys,
        configuration.uri(),
        configuration.limits(),
        Timing.SYSTEM);
  }

  /**
   * Creates a client that the environment variables of the process configure.
   *
   * @return a client with the default of each setting
   * @throws ScoringException.Configuration if the URI is missing or a variable is invalid
   */
  public static ScoringClient create() {
    return builder().build();
  }

  /**
   * Returns a builder for a client.
   *
   * @return a builder without settings
   */
  public static ScoringClientBuilder builder() {
    return new ScoringClientBuilder();
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
   * Scores rows and waits for the predictions.
   *
   * @param rows a matrix of finite numbers, sent as {@code {"data": rows}}
   * @return the predictions, bit for bit as the service sent them
   * @throws ScoringException if the call fails
   * @throws InterruptedException if the thread was interrupted before the reply was complete
   */
  public double[] score(double[][] rows) throws InterruptedException {
    return await(scoreAsync(rows));
  }

  /**
   * Scores rows without waiting for the predictions.
   *
   * @param rows as for {@link #score}; read before this method returns
   * @return a future that completes with the predictions, or with a {@link ScoringException}
   */
  public CompletableFuture<double[]> scoreAsync(double[][] rows) {
    return start(() -> Operation.rows(rows));
  }

  /**
   * Scores any JSON value and waits for the prediction.
   *
   * @param payload the value to send, unchanged; its numbers must be in the range of a double
   * @return the prediction: any JSON value except a string, {@code null} or an empty object.
   *     Numbers keep their value: a number that a {@code double} cannot represent is a {@code
   *     BigDecimal} or {@code BigInteger}
   * @throws ScoringException if the call fails
   * @throws InterruptedException if the thread was interrupted before the reply was complete
   */
  public JsonNode scorePayload(JsonNode payload) throws InterruptedException {
    return await(scorePayloadAsync(payload));
  }

  /**
   * Scores any JSON value without waiting for the prediction.
   *
   * @param payload as for {@link #scorePayload}; read before this method returns
   * @return a future that completes with the prediction, or with a {@link ScoringException}
   */
  public CompletableFuture<JsonNode> scorePayloadAsync(JsonNode payload) {
    return start(() -> Operation.payload(payload));
  }

  /**
   * Scores a JSON text and waits for the prediction, for programs with a JSON library of their own.
   *
   * @param json one JSON value, sent as it is; its numbers must be in the range of a double
   * @return the prediction as the service sent it, a JSON text as described at {@link
   *     #scorePayload}
   * @throws ScoringException if the call fails
   * @throws InterruptedException if the thread was interrupted before the reply was complete
   */
  public String scoreJson(String json) throws InterruptedException {
    return await(scoreJsonAsync(json));
  }

  /**
   * Scores a JSON text without waiting for the prediction.
   *
   * @param json as for {@link #scoreJson}
   * @return a future that completes with the prediction, or with a {@link ScoringException}
   */
  public CompletableFuture<String> scoreJsonAsync(String json) {
    return start(() -> Operation.json(json));
  }

  /**
   * Scores bytes, such as those of an image, and waits for the prediction.
   *
   * @param body the bytes to send
   * @param contentType their media type, such as {@code image/png}, in printable ASCII
   * @return the prediction, as described at {@link #scorePayload}
   * @throws ScoringException if the call fails
   * @throws InterruptedException if the thread was interrupted before the reply was complete
   */
  public JsonNode scoreBytes(byte[] body, String contentType) throws InterruptedException {
    return await(scoreBytesAsync(body, contentType));
  }

  /**
   * Scores bytes without waiting for the prediction.
   *
   * @param body as for {@link #scoreBytes}; read before this method returns
   * @param contentType as for {@link #scoreBytes}
   * @return a future that completes with the prediction, or with a {@link ScoringException}
   */
  public CompletableFuture<JsonNode> scoreBytesAsync(byte[] body, String contentType) {
    return start(() -> Operation.bytes(body, contentType));
  }

  /**
   * Asks whether the service is healthy: with a GET of its root, which is the scoring URI without
   * its last segment, {@code score}, and without its query. Returns if the status is 2xx.
   *
   * @throws ScoringException if the service is not healthy or cannot be asked; its kind is
   *     configuration if the path of the scoring URI does not end in {@code /score}
   * @throws InterruptedException if the thread was interrupted before the reply was complete
   */
  public void health() throws InterruptedException {
    await(healthAsync());
  }

  /**
   * Asks whether the service is healthy, without waiting for the answer.
   *
   * @return a future that completes if the service is healthy, as described at {@link #health}, or
   *     completes with a {@link ScoringException}
   */
  public CompletableFuture<Void> healthAsync() {
    return start(Operation::health);
  }

  /**
   * Returns the service's description of itself: {@code swagger.json} at its root.
   *
   * @return the description, a JSON object
   * @throws ScoringException if the call fails; its kind is configuration if the path of the
   *     scoring URI does not end in {@code /score}
   * @throws InterruptedException if the thread was interrupted before the reply was complete
   */
  public JsonNode swagger() throws InterruptedException {
    return await(swaggerAsync());
  }

  /**
   * Asks for the service's description of itself, without waiting for it.
   *
   * @return a future that completes with the description, as described at {@link #swagger}, or with
   *     a {@link ScoringException}
   */
  public CompletableFuture<JsonNode> swaggerAsync() {
    return start(Operation::swagger);
  }

  /**
   * Performs an operation with the settings of this client, and waits for the response.
   *
   * @param <T> the type of the result
   * @param operation what to ask of the service
   * @return the result, with the status and the ids of the reply
   * @throws ScoringException if the call fails
   * @throws InterruptedException if the thread was interrupted before the reply was complete
   */
  public <T> ScoringResponse<T> call(Operation<T> operation) throws InterruptedException {
    return call(operation, CallOptions.defaults());
  }

  /**
   * Performs an operation and waits for the response. The call shares the connections and the
   * credential of this client, and ends when the client is closed.
   *
   * @param <T> the type of the result
   * @param operation what to ask of the service
   * @param options settings that take the place of those of this client, for this call alone
   * @return the result, with the status and the ids of the reply
   * @throws ScoringException if the call fails
   * @throws InterruptedException if the thread was interrupted before the reply was complete
   */
  public <T> ScoringResponse<T> call(Operation<T> operation, CallOptions options)
      throws InterruptedException {
    return await(callAsync(operation, options));
  }

  /**
   * Performs an operation with the settings of this client, without waiting for the response.
   *
   * @param <T> the type of the result
   * @param operation what to ask of the service
   * @return a future that completes with the response, or with a {@link ScoringException}
   */
  public <T> CompletableFuture<ScoringResponse<T>> callAsync(Operation<T> operation) {
    return callAsync(operation, CallOptions.defaults());
  }

  /**
   * Performs an operation, as described at {@link #call(Operation, CallOptions)}, without waiting
   * for the response.
   *
   * @param <T> the type of the result
   * @param operation what to ask of the service
   * @param options settings that take the place of those of this client, for this call alone
   * @return a future that completes with the response, or with a {@link ScoringException}
   */
  public <T> CompletableFuture<ScoringResponse<T>> callAsync(
      Operation<T> operation, CallOptions options) {
    Objects.requireNonNull(operation, "operation");
    Objects.requireNonNull(options, "options");
    return start(() -> operation, options, Function.identity());
  }

  /**
   * Closes the connections and cancels the calls in flight. Later calls fail with {@link
   * ScoringException.Configuration}. Closing a closed client does nothing. An HTTP client that was
   * given to the builder is not closed.
   */
  @Override
  public void close() {
    calls.close();
    connections.close();
  }

  /**
   * Describes the client by the scheme and host of its URI, as path and query may contain a secret,
   * and with {@code ***} if it has a key.
   *
   * @return one line for people, not for programs
   */
  @Override
  public String toString() {
    String origin = ScoringUri.origin(configuration.uri());
    return "ScoringClient[" + origin + (configuration.key() == null ? "]" : ", key ***]");
  }

  /** Starts a call with the settings of this client, and with its value alone as the result. */
  private <T> CompletableFuture<T> start(Supplier<Operation<T>> operation) {
    return start(operation, CallOptions.defaults(), ScoringResponse::value);
  }

  /**
   * Starts a call. The result is a part of the response and not a dependent future, because
   * cancelling a dependent future would not cancel the call.
   */
  private <T, R> CompletableFuture<R> start(
      Supplier<Operation<T>> operation, CallOptions options, Function<ScoringResponse<T>, R> part) {
    try {
      return calls.start(operation.get(), options, part);
    } catch (ScoringException.Configuration unsendable) {
      return CompletableFuture.failedFuture(unsendable);
    }
  }

  /** Waits for a call, and throws its error with the stack of this thread. */
  private static <T> T await(CompletableFuture<T> call) throws InterruptedException {
    try {
      return call.get();
    } catch (InterruptedException interrupted) {
      call.cancel(true);
      throw interrupted;
    } catch (CancellationException closed) {
      throw new CallCancelledException(attempts(closed));
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof ScoringException error) {
        throw error.onThisThread();
      }
      throw new IllegalStateException(failed.getCause());
    }
  }

  private static int attempts(CancellationException closed) {
    // Since Java 24, the exception of the future is the cause of the one that get() throws.
    Throwable original = closed.getCause() == null ? closed : closed.getCause();
    return original instanceof CallCancelledException cancelled ? cancelled.attempts() : 0;
  }
}
