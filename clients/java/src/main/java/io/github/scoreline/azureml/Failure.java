package io.github.scoreline.azureml;

import java.io.Serializable;
import java.time.Duration;

/**
 * The details of a failed call. Components that do not apply are {@code null}.
 *
 * @param message the message of the service if it sent one, otherwise a description of the failure
 * @param attempts the number of requests sent for the call
 * @param clientRequestId the {@code x-ms-client-request-id} that was sent
 * @param reply the details from the reply, or {@code null} if there was no complete reply
 */
record Failure(String message, int attempts, String clientRequestId, Reply reply)
    implements Serializable {

  /**
   * The details of a failure that come from the reply.
   *
   * @param status the HTTP status
   * @param requestId {@code x-ms-request-id}, or {@code x-request-id} if that is missing
   * @param modelStatus {@code ms-azureml-model-error-statuscode}
   * @param modelReason {@code ms-azureml-model-error-reason}
   * @param retryAfter how long the reply asks the client to wait
   * @param body the body as text, at most its first 65,536 bytes
   */
  record Reply(
      int status,
      String requestId,
      Integer modelStatus,
      String modelReason,
      Duration retryAfter,
      String body)
      implements Serializable {}

  /** Returns a failure of a call that sent nothing. */
  static Failure unsent(String message) {
    return new Failure(message, 0, null, null);
  }

  /** Returns this failure with the secrets masked in all texts that may come from outside. */
  Failure masked(Masking masking) {
    Reply masked = reply == null
        ? null
        : new Reply(
            reply.status,
            masking.in(reply.requestId),
            reply.modelStatus,
            masking.in(reply.modelReason),
            reply.retryAfter,
            masking.in(reply.body));
    return new Failure(masking.in(message), attempts, clientRequestId, masked);
  }
}
