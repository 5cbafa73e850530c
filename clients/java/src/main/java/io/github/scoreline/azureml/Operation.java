package io.github.scoreline.azureml;

import java.net.URI;
import java.net.http.HttpRequest.BodyPublisher;

/**
 * What a call asks of the service, and how the reply is read. Nothing else knows which method or
 * media type a call uses.
 *
 * @param method the HTTP method
 * @param uri where the request is sent; its path and query are sent exactly as given
 * @param contentType the value of {@code Content-Type}, or {@code null} if there is no body
 * @param accept the value of {@code Accept}
 * @param body the body, or {@code null} if there is none; each attempt subscribes to it again
 * @param reading how a 2xx reply becomes the result
 */
record Operation<T>(
    String method,
    URI uri,
    String contentType,
    String accept,
    BodyPublisher body,
    Reading<T> reading) {

  /** Converts the body of a 2xx reply to the result of the call. */
  @FunctionalInterface
  interface Reading<T> {
    T of(byte[] content) throws NoPredictionException;
  }
}
