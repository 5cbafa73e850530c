package io.github.scoreline.azureml;

import java.net.URI;

/**
 * A request on its way to the service.
 *
 * @param operation what the call asks
 * @param uri where the request is sent; its path and query are sent exactly as given
 * @param bearer the credential to send, or {@code null} to send no {@code Authorization}
 */
record Request(Operation<?> operation, URI uri, Secret bearer) {
  Request withBearer(Secret secret) {
    return new Request(operation, uri, secret);
  }
}
