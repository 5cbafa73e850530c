package io.github.scoreline.azureml;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** The clock, the timer and the random numbers of a client. Tests give their own. */
interface Timing {
  /** The timing of the platform. */
  Timing SYSTEM = new Timing() {
    @Override
    public Instant now() {
      return Instant.now();
    }

    @Override
    public long nanoTime() {
      return System.nanoTime();
    }

    @Override
    public double random() {
      return ThreadLocalRandom.current().nextDouble();
    }

    @Override
    public CompletableFuture<Void> after(Duration delay) {
      return new CompletableFuture<Void>()
          .completeOnTimeout(null, delay.toNanos(), TimeUnit.NANOSECONDS);
    }
  };

  /** Returns the time of day. */
  Instant now();

  /** Returns nanoseconds that only their differences give a meaning. */
  long nanoTime();

  /** Returns a random number from 0 to 1. */
  double random();

  /**
   * Returns a future that completes after a delay. Cancelling it frees the timer. It completes on
   * the timer's only thread, so its dependents must be short or run on an executor.
   */
  CompletableFuture<Void> after(Duration delay);
}
