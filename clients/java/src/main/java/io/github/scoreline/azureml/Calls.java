package io.github.scoreline.azureml;

import java.net.URI;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** Makes the calls of a client, and ends those in flight when the client is closed. */
final class Calls implements AutoCloseable {
  private final Exchange exchange;
  private final Credential credential;
  private final URI scoringUri;
  private final Limits limits;
  private final Timing timing;
  private final Set<CompletableFuture<?>> inFlight = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /**
   * Creates a maker of calls.
   *
   * @param limits the limits of a call that has none of its own
   */
  Calls(Exchange exchange, Credential credential, URI scoringUri, Limits limits, Timing timing) {
    this.exchange = exchange;
    this.credential = credential;
    this.scoringUri = scoringUri;
    this.limits = limits;
    this.timing = timing;
  }

  /**
   * Starts a call.
   *
   * @param part what of the response is the result
   * @return a future that completes with the result or a {@link ScoringException}. Cancelling it
   *     ends the call
   * @throws ScoringException.Configuration if the scoring URI does not tell where to send it
   */
  @SuppressWarnings("CollectionUndefinedEquality") // A future equals only itself.
  <T, R> CompletableFuture<R> start(
      Operation<T> operation, CallOptions options, Function<ScoringResponse<T>, R> part) {
    var request = new Request(operation, operation.uri(scoringUri), null);
    var call = new Call(credential.known(), options.over(limits), timing);
    var result = new Result<R>(call);
    inFlight.add(result);
    if (closed) {
      inFlight.remove(result);
      return CompletableFuture.failedFuture(ScoringException.configuration("the client is closed"));
    }
    result.whenComplete((value, fault) -> {
      inFlight.remove(result);
      call.end();
    });
    call.sleep(call.limits().overallTimeout())
        .thenRunAsync(() -> result.completeExceptionally(call.overdue()), Threads.COMPLETIONS);
    exchange.send(request, call).whenComplete((reply, fault) -> {
      try {
        result.complete(part.apply(call.response(operation, completed(reply, fault, call))));
      } catch (RuntimeException | Error failed) {
        result.completeExceptionally(failed);
      }
    });
    return result;
  }

  private static Reply completed(Reply reply, Throwable fault, Call call) {
    Throwable cause = TransportException.unwrapped(fault);
    if (cause instanceof TransportException failure) {
      throw call.error(failure);
    } else if (cause instanceof RuntimeException unexpected) {
      throw unexpected;
    } else if (cause instanceof Error unexpected) {
      throw unexpected;
    }
    return reply;
  }

  /** Cancels the calls in flight and refuses later ones. */
  @Override
  public void close() {
    closed = true;
    inFlight.forEach(call -> call.cancel(true));
  }

  /** The future of a call. Cancelling it tells how many requests were sent. */
  private static final class Result<T> extends CompletableFuture<T> {
    private final Call call;

    Result(Call call) {
      this.call = call;
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
      return completeExceptionally(new CallCancelledException(call.attempts())) || isCancelled();
    }
  }
}
