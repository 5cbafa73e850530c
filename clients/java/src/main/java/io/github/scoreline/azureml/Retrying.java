package io.github.scoreline.azureml;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** Makes further attempts as {@link RetryRule} says, within the limits of the call. */
record Retrying(Exchange inner, Timing timing) implements Exchange {
  @Override
  public CompletableFuture<Reply> send(Request request, Call call) {
    return attempt(request, call, 0);
  }

  private CompletableFuture<Reply> attempt(Request request, Call call, int retry) {
    CompletableFuture<Reply> attempt = inner.send(request, call);
    if (retry == call.limits().retries()) {
      return attempt;
    }
    return attempt
        .handle((reply, fault) -> waitAfter(reply, fault, retry)
            .filter(call::hasTimeFor)
            .map(wait -> {
              log(call, outcome(reply, fault), wait);
              return call.sleep(wait)
                  .thenComposeAsync(over -> attempt(request, call, retry + 1), Threads.STEPS);
            })
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

  private static String outcome(Reply reply, Throwable fault) {
    return TransportException.unwrapped(fault) instanceof TransportException failure
        ? failure.kind().name().toLowerCase(Locale.ROOT)
        : "HTTP " + reply.status();
  }

  /**
   * Logs that another attempt follows, with nothing that could contain a secret. At DEBUG, because
   * the logging of the platform shows INFO unless it is configured.
   */
  private static void log(Call call, String outcome, Duration wait) {
    // The first logger of a program loads a whole logging system, and most calls need none.
    System.getLogger("io.github.scoreline.azureml")
        .log(
            Level.DEBUG,
            () -> "call %s: %s; trying again in %s"
                .formatted(
                    call.clientRequestId(),
                    outcome,
                    Seconds.of(wait.truncatedTo(ChronoUnit.MILLIS))));
  }
}
