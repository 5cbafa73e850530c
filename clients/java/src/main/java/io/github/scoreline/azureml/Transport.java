package io.github.scoreline.azureml;

import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/** Sends requests on one pool of connections, each within the limits of the configuration. */
final class Transport implements AutoCloseable {
  private final Configuration configuration;
  private final Clock clock;
  private final ConnectionPool pool;

  Transport(Configuration configuration, Clock clock) {
    this.configuration = configuration;
    this.clock = clock;
    this.pool = new ConnectionPool(configuration);
  }

  /**
   * Sends one request, once.
   *
   * @return the reply; fails with a {@link ScoringException} of the kinds timeout and connection.
   *     Cancelling it breaks the request off
   */
  CompletableFuture<Reply> send(byte[] body, String clientRequestId) {
    var limit = new CompletableFuture<Void>();
    var publisher = new AnnouncedBody(
        HttpRequest.BodyPublishers.ofByteArray(body),
        () -> limit.orTimeout(configuration.attemptTimeout().toNanos(), TimeUnit.NANOSECONDS));
    CompletableFuture<HttpResponse<byte[]>> exchange = pool.client()
        .sendAsync(request(publisher, clientRequestId), HttpResponse.BodyHandlers.ofByteArray());
    // HttpRequest.timeout would end with the headers: the limit cancels the exchange as a whole.
    limit.whenComplete((none, reached) -> {
      if (reached != null) {
        exchange.cancel(true);
      }
    });
    var reply = new CompletableFuture<Reply>();
    exchange.whenComplete((response, fault) -> {
      boolean cut = limit.isCompletedExceptionally();
      limit.complete(null);
      if (response == null) {
        reply.completeExceptionally(error(fault, cut, clientRequestId));
      } else if (isAmbiguous(response.headers())) {
        var ambiguous = new ProtocolException("it leaves open how long it is");
        reply.completeExceptionally(error(ambiguous, false, clientRequestId));
      } else {
        reply.complete(
            new Reply(response.statusCode(), response.headers(), response.body(), clock.instant()));
      }
    });
    reply.whenComplete((whole, fault) -> limit.cancel(false));
    return reply;
  }

  /**
   * Whether a reply says in two ways where it ends. The platform takes the first length, even from a
   * chunked reply, and so a part of that for a prediction.
   */
  private static boolean isAmbiguous(HttpHeaders headers) {
    List<String> lengths = headers.allValues("Content-Length");
    boolean chunked = headers.firstValue("Transfer-Encoding").isPresent();
    return Set.copyOf(lengths).size() > 1 || chunked && !lengths.isEmpty();
  }

  private HttpRequest request(HttpRequest.BodyPublisher body, String clientRequestId) {
    var request = HttpRequest.newBuilder(configuration.uri())
        .POST(body)
        .header("Content-Type", "application/json")
        .header("Accept", "application/json")
        .header("User-Agent", configuration.userAgent())
        .header("x-ms-client-request-id", clientRequestId);
    if (configuration.key() != null) {
      request.header("Authorization", "Bearer " + configuration.key().reveal());
    }
    return request.build();
  }

  private ScoringException error(Throwable thrown, boolean cut, String clientRequestId) {
    Throwable fault = thrown instanceof CompletionException ? thrown.getCause() : thrown;
    if (cut) {
      String limit = seconds(configuration.attemptTimeout());
      return error(ErrorKind.TIMEOUT, "no whole reply within " + limit, clientRequestId, null);
    }
    if (fault instanceof HttpTimeoutException) {
      String limit = seconds(configuration.connectTimeout());
      return error(ErrorKind.TIMEOUT, "no connection within " + limit, clientRequestId, fault);
    }
    String words = fault instanceof ConnectException
        ? "no connection: " + cause(fault)
        : "the connection broke before the reply was whole: " + cause(fault);
    return error(ErrorKind.CONNECTION, words, clientRequestId, fault);
  }

  private ScoringException error(
      ErrorKind kind, String words, String clientRequestId, Throwable cause) {
    Secret key = configuration.key();
    var failure = new Failure(words, 1, clientRequestId, null).masked(key);
    // A cause may quote what came, and cannot be masked.
    boolean leaks = key != null && cause != null && key.in(cause.toString()).find();
    return ScoringException.of(kind, failure, leaks ? null : cause);
  }

  private static String cause(Throwable fault) {
    for (Throwable seen = fault; seen != null; seen = seen.getCause()) {
      if (seen instanceof UnresolvedAddressException) {
        return "the host's name cannot be resolved";
      }
    }
    String words = fault.getMessage();
    return words == null || words.isEmpty() ? fault.getClass().getSimpleName() : words;
  }

  private static String seconds(Duration limit) {
    return limit.toNanos() / 1e9 + " s";
  }

  @Override
  public void close() {
    pool.close();
  }
}
