package io.github.scoreline.azureml;

import java.net.http.HttpRequest;
import java.nio.ByteBuffer;
import java.util.concurrent.Flow;

/**
 * A request body that tells when it is asked for. The HTTP client does so once it has a connection,
 * as the first bytes go out: there an attempt begins.
 */
record AnnouncedBody(HttpRequest.BodyPublisher body, Runnable begins)
    implements HttpRequest.BodyPublisher {
  @Override
  public long contentLength() {
    return body.contentLength();
  }

  @Override
  public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
    begins.run();
    body.subscribe(subscriber);
  }
}
