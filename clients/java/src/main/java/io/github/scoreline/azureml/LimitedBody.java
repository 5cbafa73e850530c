package io.github.scoreline.azureml;

import java.net.http.HttpRequest.BodyPublisher;
import java.nio.ByteBuffer;
import java.util.concurrent.Flow;

/**
 * A request body that starts the limit of its attempt when the HTTP client subscribes to it. The
 * client does so once it has a connection and sends the first bytes, which is when an attempt
 * begins.
 */
record LimitedBody(BodyPublisher body, AttemptLimit limit) implements BodyPublisher {
  @Override
  public long contentLength() {
    return body.contentLength();
  }

  @Override
  public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
    limit.start();
    body.subscribe(subscriber);
  }
}
