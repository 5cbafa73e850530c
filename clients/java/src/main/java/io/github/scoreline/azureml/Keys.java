package io.github.scoreline.azureml;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/**
 * The keys of a service, of which one is in use. When the service refuses it, the other one takes
 * its place, and stays there until it is refused itself.
 */
final class Keys implements Credential {
  private final Secret primary;
  private final Secret secondary;
  private final AtomicReference<Secret> current;

  /**
   * Creates a credential.
   *
   * @param primary the key to begin with, or {@code null} to send none
   * @param secondary the other key, or {@code null} if there is none
   */
  Keys(Secret primary, Secret secondary) {
    this.primary = primary;
    this.secondary = secondary;
    this.current = new AtomicReference<>(primary);
  }

  @Override
  public CompletableFuture<Secret> current() {
    return CompletableFuture.completedFuture(current.get());
  }

  @Override
  public CompletableFuture<Secret> insteadOf(Secret refused) {
    if (secondary == null) {
      return CompletableFuture.completedFuture(null);
    }
    // If another call has changed the key meanwhile, the change holds.
    current.compareAndSet(refused, refused == primary ? secondary : primary);
    return current();
  }

  @Override
  public List<Secret> known() {
    return Stream.of(primary, secondary).filter(secret -> secret != null).toList();
  }
}
