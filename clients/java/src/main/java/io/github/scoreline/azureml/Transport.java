package io.github.scoreline.azureml;

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

/** Sends requests over one connection pool, each within the configured time limits. */
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
   * Sends a request once.
   *
   * @return a future that completes with the reply, or with a {@link ScoringException} of kind
   *     timeout or connection. Cancelling it cancels the request
   */
  CompletableFuture<Reply> send(byte[] body, String clientRequestId) {
    var limit = new CompletableFuture<Void>();
    var publisher = new AnnouncedBody(
        HttpRequest.BodyPublishers.ofByteArray(body),
        () -> limit.orTimeout(configuration.attemptTimeout().toNanos(), TimeUnit.NANOSECONDS));
    CompletableFuture<HttpResponse<byte[]>> exchange = pool.client()
        .sendAsync(request(publisher, clientRequestId), HttpResponse.BodyHandlers.ofByteArray());
    // HttpRequest.timeout covers only the headers of the reply. This limit covers the body too.
    limit.whenComplete((none, reached) -> {
      if (reached != null) {
        exchange.cancel(true);
      }
    });
    var reply = new CompletableFuture<Reply>();
    exchange.whenComplete((response, fault) -> {
      boolean timedOut = limit.isCompletedExceptionally();
      limit.complete(null);
      if (response == null) {
        reply.completeExceptionally(error(fault, timedOut, clientRequestId));
      } else if (isAmbiguous(response.headers())) {
        var ambiguous = new ProtocolException("the length of the reply is ambiguous");
        reply.completeExceptionally(error(ambiguous, false, clientRequestId));
      } else {
        reply.complete(
            new Reply(response.statusCode(), response.headers(), response.body(), clock.instant()));
      }
    });
    reply.whenComplete((complete, fault) -> limit.cancel(false));
    return reply;
  }

  /**
   * Returns whether the headers give the length of a reply in two ways. The platform uses the first
   * length, even for a chunked reply, and so could take part of a reply for a prediction.
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

  private ScoringException error(Throwable thrown, boolean timedOut, String clientRequestId) {
    Throwable fault = thrown instanceof CompletionException ? thrown.getCause() : thrown;
    if (timedOut) {
      String limit = seconds(configuration.attemptTimeout());
      return error(ErrorKind.TIMEOUT, "no complete reply within " + limit, clientRequestId, null);
    }
    if (fault instanceof HttpTimeoutException) {
      String limit = seconds(configuration.connectTimeout());
      return error(ErrorKind.TIMEOUT, "no connection within " + limit, clientRequestId, fault);
    }
    String message = "the connection failed: " + description(fault);
    return error(ErrorKind.CONNECTION, message, clientRequestId, fault);
  }

  private ScoringException error(
      ErrorKind kind, String message, String clientRequestId, Throwable cause) {
    Secret key = configuration.key();
    var failure = new Failure(message, 1, clientRequestId, null).masked(key);
    // A cause may quote the reply, and cannot be masked.
    boolean leaks = key != null && cause != null && key.in(cause.toString()).find();
    return ScoringException.of(kind, failure, leaks ? null : cause);
  }

  private static String description(Throwable fault) {
    for (Throwable seen = fault; seen != null; seen = seen.getCause()) {
      if (seen instanceof UnresolvedAddressException) {
        return "the host name cannot be resolved";
      }
    }
    String message = fault.getMessage();
    return message == null || message.isEmpty() ? fault.getClass().getSimpleName() : message;
  }

  private static String seconds(Duration limit) {
    return limit.toNanos() / 1e9 + " s";
  }

  @Override
  public void close() {
    pool.close();
  }
}
