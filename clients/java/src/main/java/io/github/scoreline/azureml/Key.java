package io.github.scoreline.azureml;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A credential that does not change.
 *
 * @param key the key, or {@code null} to send none
 */
record Key(Secret key) implements Credential {
  @Override
  public CompletableFuture<Secret> current() {
    return CompletableFuture.completedFuture(key);
  }

  @Override
  public CompletableFuture<Secret> insteadOf(Secret refused) {
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public List<Secret> known() {
    return key == null ? List.of() : List.of(key);
  }
}
