package io.github.scoreline.azureml;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** The time limit of one attempt. Runs an action unless the attempt ends first. */
final class AttemptLimit {
  private final Timing timing;
  private final Duration limit;
  private Runnable action;
  private CompletableFuture<Void> timer;

  AttemptLimit(Timing timing, Duration limit, Runnable action) {
    this.timing = timing;
    this.limit = limit;
    this.action = action;
  }

  /** Starts to count. Does nothing if the attempt has ended. */
  synchronized void start() {
    if (action != null && timer == null) {
      timer = timing.after(limit);
      timer.thenRunAsync(action, Threads.COMPLETIONS);
    }
  }

  synchronized boolean hasStarted() {
    return timer != null;
  }

  /**
   * Ends the limit and forgets the action. An idle connection keeps the last request, and with it
   * this limit: through the action it would keep the reply and the client too.
   */
  synchronized void end() {
    action = null;
    if (timer != null) {
      timer.cancel(false);
    }
  }
}
