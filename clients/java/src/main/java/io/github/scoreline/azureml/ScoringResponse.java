package io.github.scoreline.azureml;

import java.util.Optional;

/**
 * The result of a call, and what the reply and the call tell beside it. Contains no key: if the
 * service echoes the key in the request id, it is replaced by {@code ***}.
 *
 * @param <T> the type of the result
 * @param value the result, which the client's shorter methods return alone; {@code null} for {@link
 *     Operation#health}
 * @param status the HTTP status of the reply, 200 to 299
 * @param requestId the service's id for the request: {@code x-ms-request-id} of the reply, or
 *     {@code x-request-id} if that is missing; empty if the reply has neither header
 * @param clientRequestId the {@code x-ms-client-request-id} that was sent
 * @param attempts the number of requests sent for the call, at least 1
 */
public record ScoringResponse<T>(
    T value, int status, Optional<String> requestId, String clientRequestId, int attempts) {
  /**
   * Describes the response on one line: status, request id, client request id and attempts, but not
   * the value.
   *
   * @return a line for people, without control characters
   */
  @Override
  public String toString() {
    return "ScoringResponse[status %d, %sclient request id %s, attempts %d]"
        .formatted(
            status,
            requestId.map(id -> "request id " + id + ", ").orElse(""),
            clientRequestId,
            attempts)
        .replaceAll("[\\p{Cntrl}\\u2028\\u2029]+", " ");
  }
}
