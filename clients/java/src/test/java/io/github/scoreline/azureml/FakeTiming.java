package io.github.scoreline.azureml;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that sleeping advances at once. Its random numbers are all 1. */
final class FakeTiming implements Timing {
  private final AtomicLong nanos = new AtomicLong(-5);
  private final List<Duration> sleeps = new CopyOnWriteArrayList<>();

  @Override
  public Instant now() {
    return Instant.EPOCH.plusNanos(nanos.get());
  }

  @Override
  public long nanoTime() {
    return nanos.get();
  }

  @Override
  public double random() {
    return 1;
  }

  @Override
  public CompletableFuture<Void> after(Duration delay) {
    sleeps.add(delay);
    advance(delay);
    return CompletableFuture.completedFuture(null);
  }

  /** Returns a call that begins now, with the default limits but for the retries. */
  Call call(int retries) {
    var limits = new Limits(retries, Duration.ofSeconds(60), Duration.ofSeconds(300));
    return new Call(List.of(), limits, this);
  }

  void advance(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  List<Duration> sleeps() {
    return sleeps;
  }
}
