package io.github.scoreline.azureml;

/**
 * A request on its way to the service.
 *
 * @param operation what the call asks
 * @param bearer the credential to send, or {@code null} to send no {@code Authorization}
 */
record Request(Operation<?> operation, Secret bearer) {
  Request withBearer(Secret secret) {
    return new Request(operation, secret);
  }
}
