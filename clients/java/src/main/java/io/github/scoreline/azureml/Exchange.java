package io.github.scoreline.azureml;

import java.util.concurrent.CompletableFuture;

/**
 * Sends a request and receives the reply. The platform's HTTP client is the innermost exchange;
 * authentication and retries are exchanges around it.
 */
@FunctionalInterface
interface Exchange {
  /**
   * Sends a request. The exchange ends early when the call does.
   *
   * @return a future that completes with a complete reply of any status, or with a {@link
   *     TransportException}
   */
  CompletableFuture<Reply> send(Request request, Call call);
}
