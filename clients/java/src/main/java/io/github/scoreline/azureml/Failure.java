package io.github.scoreline.azureml;

import java.io.Serializable;
import java.util.function.UnaryOperator;

/**
 * What is known about a call that failed; members that do not apply are {@code null}.
 *
 * @param message what the service said, else what happened
 * @param attempts requests sent for the call
 * @param clientRequestId the {@code x-ms-client-request-id} that was sent
 * @param reply what the reply adds, or {@code null} where there was none
 */
record Failure(String message, int attempts, String clientRequestId, Reply reply)
    implements Serializable {

  /**
   * What a reply tells about a failure.
   *
   * @param status HTTP status
   * @param requestId {@code x-ms-request-id}, or {@code x-request-id} where there is none
   * @param modelStatus {@code ms-azureml-model-error-statuscode}
   * @param modelReason {@code ms-azureml-model-error-reason}
   * @param retryAfterSeconds what the reply asks to wait
   * @param body the body's text, at most its first 65,536 bytes
   */
  record Reply(
      int status,
      String requestId,
      Integer modelStatus,
      String modelReason,
      Double retryAfterSeconds,
      String body)
      implements Serializable {}

  /** A failure before anything was sent. */
  static Failure unsent(String message) {
    return new Failure(message, 0, null, null);
  }

  /** This failure with the secret taken out of all that came from outside. */
  Failure masked(Secret secret) {
    if (secret == null) {
      return this;
    }
    UnaryOperator<String> mask = text -> text == null ? null : secret.maskedIn(text);
    Reply masked = reply == null
        ? null
        : new Reply(
            reply.status,
            mask.apply(reply.requestId),
            reply.modelStatus,
            mask.apply(reply.modelReason),
            reply.retryAfterSeconds,
            mask.apply(reply.body));
    return new Failure(mask.apply(message), attempts, clientRequestId, masked);
  }
}
