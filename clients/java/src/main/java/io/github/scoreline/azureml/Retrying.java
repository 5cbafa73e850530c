package io.github.scoreline.azureml;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** Makes further attempts as {@link RetryRule} says, within the deadline of the call. */
record Retrying(Exchange inner, int retries, Timing timing) implements Exchange {
  @Override
  public CompletableFuture<Reply> send(Request request, Call call) {
    return attempt(request, call, 0);
  }

  private CompletableFuture<Reply> attempt(Request request, Call call, int retry) {
    CompletableFuture<Reply> attempt = inner.send(request, call);
    if (retry == retries) {
      return attempt;
    }
    return attempt
        .handle((reply, fault) -> waitAfter(reply, fault, retry)
            .filter(call::hasTimeFor)
            .map(wait -> call.sleep(wait)
                .thenComposeAsync(over -> attempt(request, call, retry + 1), Threads.STEPS))
            .orElse(attempt))
        .thenCompose(Function.identity());
  }

  private Optional<Duration> waitAfter(Reply reply, Throwable fault, int retry) {
    if (reply != null) {
      return RetryRule.waitAfter(reply, retry, timing.random());
    }
    return TransportException.unwrapped(fault) instanceof TransportException failure
        ? RetryRule.waitAfter(failure, retry, timing.random())
        : Optional.empty();
  }
}
