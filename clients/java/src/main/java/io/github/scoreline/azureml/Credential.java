package io.github.scoreline.azureml;

import java.util.concurrent.CompletableFuture;

/** Provides what a client authenticates with. Safe for use by several calls at once. */
interface Credential {
  /** Returns a future that completes with the secret to send now, or with {@code null} if none. */
  CompletableFuture<Secret> current();

  /**
   * Returns a future that completes with the secret to try after the service refused one, or with
   * {@code null} if there is no other.
   */
  CompletableFuture<Secret> insteadOf(Secret refused);

  /** Returns the secrets that are known now, to be masked even if a call does not use them. */
  Iterable<Secret> known();
}
