package io.github.scoreline.azureml;

import java.net.http.HttpRequest;
import java.nio.ByteBuffer;
import java.util.concurrent.Flow;

/**
 * A request body that runs an action when the HTTP client subscribes to it. The client does so once
 * it has a connection and sends the first bytes, which is when an attempt begins.
 */
record AnnouncedBody(HttpRequest.BodyPublisher body, Runnable onSubscribe)
    implements HttpRequest.BodyPublisher {
  @Override
  public long contentLength() {
    return body.contentLength();
  }

  @Override
  public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
    onSubscribe.run();
    body.subscribe(subscriber);
  }
}
