package io.github.scoreline.azureml;

import io.github.scoreline.azureml.json.JsonWriter;
import java.net.http.HttpRequest;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Requests predictions from one scoring endpoint.
 *
 * <p>A client is immutable and safe for use by any number of threads. It keeps its connections open
 * and reuses them: create one client per program, not one per call.
 *
 * <p>A call that fails for a reason that may pass is repeated, as {@link
 * ScoringClientBuilder#retries} describes. A call that fails throws a {@link ScoringException}, or
 * completes its future with one. Each kind of error has its own subclass.
 */
public final class ScoringClient implements AutoCloseable {
  private static final String JSON = "application/json";

  private final Configuration configuration;
  private final ConnectionPool connections;
  private final Calls calls;

  ScoringClient(Configuration configuration) {
    this.configuration = configuration;
    this.connections = new ConnectionPool(configuration);
    var keys = new Keys(configuration.key(), configuration.secondaryKey());
    Exchange http = new HttpExchange(connections.client(), configuration, Timing.SYSTEM);
    this.calls = new Calls(
        new Retrying(new Authenticating(http, keys), configuration.retries(), Timing.SYSTEM),
        keys,
        configuration.overallTimeout(),
        Timing.SYSTEM);
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
   * Scores rows and waits for the predictions. Interrupting the thread cancels the call.
   *
   * @param rows a matrix of finite numbers, sent as {@code {"data": rows}}
   * @return the predictions, bit for bit as the service sent them
   * @throws ScoringException if the call fails; its kind is configuration if a number is NaN or
   *     infinite
   * @throws InterruptedException if the thread was interrupted before the reply was complete
   * @throws CallCancelledException if the client was closed before the reply was complete
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
   */
  public CompletableFuture<double[]> scoreAsync(double[][] rows) {
    Objects.requireNonNull(rows, "rows");
    return post(() -> JsonWriter.writeData(rows), Predictions::numbers);
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
   * @throws CallCancelledException if the client was closed before the reply was complete
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
   */
  public CompletableFuture<JsonNode> scorePayloadAsync(JsonNode payload) {
    Objects.requireNonNull(payload, "payload");
    return post(() -> written(payload), Predictions::payload);
  }

  /**
   * Closes the connections and cancels the calls in flight. Later calls fail with {@link
   * ScoringException.Configuration}. Closing a closed client does nothing.
   */
  @Override
  public void close() {
    calls.close();
    connections.close();
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

  private <T> CompletableFuture<T> post(BodyWriter body, Operation.Reading<T> reading) {
    byte[] written;
    try {
      written = body.write();
    } catch (IllegalArgumentException | JacksonException unwritable) {
      String message = unwritable.getMessage();
      return CompletableFuture.failedFuture(ScoringException.configuration(message));
    }
    return calls.start(new Operation<>(
        "POST",
        configuration.uri(),
        JSON,
        JSON,
        HttpRequest.BodyPublishers.ofByteArray(written),
        reading));
  }

  private static byte[] written(JsonNode payload) {
    byte[] written = JsonWriter.write(payload);
    if (!Predictions.allFinite(payload)) {
      throw new IllegalArgumentException(
          "a number in the payload is outside the range of a double");
    }
    return written;
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
