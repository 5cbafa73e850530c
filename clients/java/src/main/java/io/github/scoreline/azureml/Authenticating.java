package io.github.scoreline.azureml;

import java.util.concurrent.CompletableFuture;

/**
 * Adds the credential to each request. If the service refuses it with 401, the request is sent once
 * more with another one, if there is another one, and at most once in a call.
 */
record Authenticating(Exchange inner, Credential credential) implements Exchange {
  private static final int UNAUTHORIZED = 401;

  @Override
  public CompletableFuture<Reply> send(Request request, Call call) {
    return credential
        .current()
        .thenCompose(secret -> send(request, call, secret)
            .thenCompose(reply -> isRefusal(reply) && call.mayChangeCredential()
                ? sendWithAnother(request, call, secret, reply)
                : CompletableFuture.completedFuture(reply)));
  }

  /** Returns whether the service refused the credential; a 401 of the script says nothing of it. */
  private static boolean isRefusal(Reply reply) {
    return reply.status() == UNAUTHORIZED && !reply.isScriptFailure();
  }

  private CompletableFuture<Reply> sendWithAnother(
      Request request, Call call, Secret refused, Reply reply) {
    return credential
        .insteadOf(refused)
        .thenCompose(other ->
            other == null ? CompletableFuture.completedFuture(reply) : send(request, call, other));
  }

  private CompletableFuture<Reply> send(Request request, Call call, Secret secret) {
    if (secret != null) {
      call.masking().add(secret);
    }
    return inner.send(request.withBearer(secret), call);
  }
}
