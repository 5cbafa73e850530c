package io.github.scoreline.azureml;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What all attempts of one call share. Also the only place where its errors are made, so that each
 * of them has the ids and the number of attempts, and no secret.
 */
final class Call {
  private final String clientRequestId = UUID.randomUUID().toString();
  private final Masking masking = new Masking();
  private final AtomicInteger attempts = new AtomicInteger();
  private final AtomicBoolean credentialChanged = new AtomicBoolean();
  private final CompletableFuture<Void> end = new CompletableFuture<>();
  private final Limits limits;
  private final Timing timing;
  private final long start;

  /**
   * Creates a call that begins now.
   *
   * @param secrets what to mask in its errors, beside the secrets that it will use
   * @param limits how long and how often it tries
   */
  Call(Iterable<Secret> secrets, Limits limits, Timing timing) {
    secrets.forEach(masking::add);
    this.limits = limits;
    this.timing = timing;
    this.start = timing.nanoTime();
  }

  /** Returns the id that each request of this call carries. */
  String clientRequestId() {
    return clientRequestId;
  }

  Limits limits() {
    return limits;
  }

  Masking masking() {
    return masking;
  }

  /** Returns how many requests were sent. */
  int attempts() {
    return attempts.get();
  }

  void countAttempt() {
    attempts.incrementAndGet();
  }

  /** Returns true once: a call changes to another credential only once. */
  boolean mayChangeCredential() {
    return credentialChanged.compareAndSet(false, true);
  }

  /** Returns whether a wait ends before the deadline, so that there is time for an attempt. */
  boolean hasTimeFor(Duration wait) {
    return wait.toNanos() < limits.overallTimeout().toNanos() - (timing.nanoTime() - start);
  }

  /** Returns a future that completes after a delay, and is cancelled when the call ends. */
  CompletableFuture<Void> sleep(Duration delay) {
    CompletableFuture<Void> timer = timing.after(delay);
    onEnd(() -> timer.cancel(false));
    return timer;
  }

  /** Ends the call, whatever the reason, and what it still does. */
  void end() {
    end.complete(null);
  }

  /** Runs an action when the call ends, or now if it has ended. */
  void onEnd(Runnable action) {
    end.thenRun(action);
  }

  /**
   * Returns the response that a reply is.
   *
   * @throws ScoringException if the status is not 2xx or there is no result in the body
   */
  <T> ScoringResponse<T> response(Operation<T> operation, Reply reply) {
    if (!Reply.isSuccess(reply.status())) {
      throw error(reply.errorKind(), "HTTP " + reply.status(), reply);
    }
    if (reply.content().tooLarge()) {
      throw error(ErrorKind.RESPONSE_FORMAT, "the reply is larger than the limit", reply);
    }
    try {
      return new ScoringResponse<>(
          operation.reading().of(reply.content().bytes()),
          reply.status(),
          reply.requestId().map(masking::in),
          clientRequestId,
          attempts());
    } catch (NoPredictionException fault) {
      throw error(ErrorKind.RESPONSE_FORMAT, fault.getMessage(), reply);
    }
  }

  /** Returns the error for an attempt that ended without a complete reply. */
  ScoringException error(TransportException failure) {
    // A cause may quote the reply, and cannot be masked.
    Throwable cause = leaks(failure.getCause()) ? null : failure.getCause();
    return error(failure.kind(), failure.getMessage(), null, cause);
  }

  /** Returns the error for a call that has reached its limit. */
  ScoringException overdue() {
    String message = "no prediction within " + Seconds.of(limits.overallTimeout());
    return error(ErrorKind.TIMEOUT, message, null, null);
  }

  private ScoringException error(ErrorKind kind, String message, Reply reply) {
    return error(kind, reply.serviceMessage().orElse(message), reply.details(masking), null);
  }

  private ScoringException error(
      ErrorKind kind, String message, Failure.Reply details, Throwable cause) {
    var failure = new Failure(message, attempts(), clientRequestId, details);
    return ScoringException.of(kind, failure.masked(masking), cause);
  }

  private boolean leaks(Throwable cause) {
    for (Throwable seen = cause; seen != null; seen = seen.getCause()) {
      if (masking.isNeededIn(seen.toString())) {
        return true;
      }
    }
    return false;
  }
}
