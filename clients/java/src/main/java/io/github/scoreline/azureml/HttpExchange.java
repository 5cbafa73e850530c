package io.github.scoreline.azureml;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;

/** The innermost exchange: one request over the platform's HTTP client, within its limits. */
final class HttpExchange implements Exchange {
  private static final Pattern LENGTH = Pattern.compile("[0-9]+");

  private final HttpClient client;
  private final Configuration configuration;
  private final Timing timing;

  HttpExchange(HttpClient client, Configuration configuration, Timing timing) {
    this.client = client;
    this.configuration = configuration;
    this.timing = timing;
  }

  @Override
  public CompletableFuture<Reply> send(Request request, Call call) {
    var reply = new CompletableFuture<Reply>();
    call.onEnd(() -> reply.cancel(false));
    if (reply.isDone()) {
      return reply;
    }
    // HttpRequest.timeout covers only the headers of the reply. This limit covers the body too.
    Duration limit = call.limits().attemptTimeout();
    var attemptLimit =
        new AttemptLimit(timing, limit, () -> reply.completeExceptionally(noReplyWithin(limit)));
    call.countAttempt();
    CompletableFuture<HttpResponse<ReplyBody.Content>> exchange =
        client.sendAsync(http(request, call, attemptLimit), bodies(call));
    exchange.whenComplete((response, fault) -> {
      if (response == null) {
        reply.completeExceptionally(
            failure(TransportException.unwrapped(fault), attemptLimit.hasStarted()));
      } else if (isMalformed(response)) {
        reply.completeExceptionally(
            TransportException.connection("the length of the reply is invalid or ambiguous", null));
      } else {
        reply.complete(
            new Reply(response.statusCode(), response.headers(), response.body(), timing.now()));
      }
    });
    reply.whenComplete((complete, fault) -> {
      attemptLimit.end();
      exchange.cancel(true);
    });
    return reply;
  }

  /** Returns how bodies are read. An idle connection keeps it, so it must not hold the client. */
  private HttpResponse.BodyHandler<ReplyBody.Content> bodies(Call call) {
    int limit = configuration.replyLimit();
    int ofError = Reply.MAX_BODY_BYTES + call.masking().longestOccurrence();
    return head -> new ReplyBody(limit, Reply.isSuccess(head.statusCode()) ? limit : ofError);
  }

  private HttpRequest http(Request request, Call call, AttemptLimit limit) {
    Operation<?> operation = request.operation();
    var http = HttpRequest.newBuilder(request.uri())
        .version(HttpClient.Version.HTTP_1_1)
        .header("Accept", operation.accept())
        .header("User-Agent", configuration.userAgent())
        .header("x-ms-client-request-id", call.clientRequestId());
    if (operation.body() == null) {
      // Nothing tells when the first byte of such a request is sent. If it is a GET, and the idle
      // connection it was given turns out to be closed, the platform itself sends it once more.
      limit.start();
      http.method(operation.method(), HttpRequest.BodyPublishers.noBody());
    } else {
      http.method(operation.method(), new LimitedBody(operation.body(), limit))
          .header("Content-Type", operation.contentType());
    }
    if (request.bearer() != null) {
      http.header("Authorization", "Bearer " + request.bearer().reveal());
    }
    return http.build();
  }

  /**
   * Returns whether the head of a reply breaks the rules of HTTP in a way that the platform accepts.
   * It takes a signed number for a length, and of two lengths the first, even for a chunked reply,
   * and so could take part of a reply for a prediction.
   */
  private static boolean isMalformed(HttpResponse<?> response) {
    List<String> lengths = response.headers().allValues("Content-Length");
    boolean chunked = response.headers().firstValue("Transfer-Encoding").isPresent();
    return !lengths.stream().allMatch(length -> LENGTH.matcher(length).matches())
        || Set.copyOf(lengths).size() > 1
        || (chunked && !lengths.isEmpty());
  }

  private static TransportException noReplyWithin(Duration limit) {
    return TransportException.timeout("no complete reply within " + Seconds.of(limit), null);
  }

  private TransportException failure(Throwable fault, boolean sent) {
    if (TlsFailure.isHandshake(fault, sent)) {
      return TransportException.lasting(TlsFailure.description(fault), fault);
    }
    if (fault instanceof HttpTimeoutException) {
      // A client of the caller has a limit of its own.
      Duration limit = client.connectTimeout().orElse(configuration.connectTimeout());
      return TransportException.timeout("no connection within " + Seconds.of(limit), fault);
    }
    return TransportException.connection(description(fault), fault);
  }

  private static String description(Throwable fault) {
    for (Throwable seen = fault; seen != null; seen = seen.getCause()) {
      if (seen instanceof UnresolvedAddressException) {
        return "no connection: the host name cannot be resolved";
      }
      if (seen instanceof NoRouteToHostException) {
        return "no connection: there is no route to the host";
      }
    }
    if (fault instanceof ConnectException) {
      return "no connection: the host refused it or cannot be reached";
    }
    String message = fault.getMessage();
    return "the connection broke before the reply was complete: "
        + (message == null || message.isEmpty() ? fault.getClass().getSimpleName() : message);
  }
}
