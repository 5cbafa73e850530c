package io.github.scoreline.azureml;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** Makes the calls of a client, and ends those in flight when the client is closed. */
final class Calls implements AutoCloseable {
  private final Exchange exchange;
  private final Credential credential;
  private final Duration limit;
  private final Timing timing;
  private final Set<CompletableFuture<?>> inFlight = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /**
   * Creates a maker of calls.
   *
   * @param limit the limit for each call, with all its attempts and the waits between them
   */
  Calls(Exchange exchange, Credential credential, Duration limit, Timing timing) {
    this.exchange = exchange;
    this.credential = credential;
    this.limit = limit;
    this.timing = timing;
  }

  /**
   * Starts a call.
   *
   * @return a future that completes with the result or a {@link ScoringException}. Cancelling it
   *     ends the call
   */
  @SuppressWarnings("CollectionUndefinedEquality") // A future equals only itself.
  <T> CompletableFuture<T> start(Operation<T> operation) {
    var call = new Call(credential.known(), limit, timing);
    var result = new Result<T>(call);
    inFlight.add(result);
    if (closed) {
      inFlight.remove(result);
      return CompletableFuture.failedFuture(ScoringException.configuration("the client is closed"));
    }
    result.whenComplete((value, fault) -> {
      inFlight.remove(result);
      call.end();
    });
    call.sleep(limit)
        .thenRunAsync(() -> result.completeExceptionally(call.overdue()), Threads.COMPLETIONS);
    exchange.send(new Request(operation, null), call).whenComplete((reply, fault) -> {
      try {
        result.complete(call.result(operation, completed(reply, fault, call)));
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
