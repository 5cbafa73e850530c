package io.github.scoreline.azureml;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/**
 * Reads the body of a reply, up to a limit. A body beyond the limit ends at once, which closes the
 * connection. What need not be kept is counted and dropped, so that the connection can be reused.
 */
final class ReplyBody implements BodySubscriber<ReplyBody.Content> {
  /**
   * What was read of a body.
   *
   * @param bytes the first bytes of the body
   * @param size the number of bytes that were received, some of which may have been dropped
   * @param tooLarge whether the body is larger than the limit
   */
  @SuppressWarnings("ArrayRecordComponent") // Never compared; a copy would double the memory.
  record Content(byte[] bytes, long size, boolean tooLarge) {}

  private final int limit;
  private final int kept;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final CompletableFuture<Content> content = new CompletableFuture<>();
  private Flow.Subscription subscription;
  private long size;

  /**
   * Creates a reader.
   *
   * @param limit the largest body that is read, in bytes
   * @param kept how many bytes to keep
   */
  ReplyBody(int limit, int kept) {
    this.limit = limit;
    this.kept = Math.min(limit, kept);
  }

  @Override
  public CompletionStage<Content> getBody() {
    return content;
  }

  @Override
  public void onSubscribe(Flow.Subscription subscription) {
    this.subscription = subscription;
    subscription.request(Long.MAX_VALUE);
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    for (ByteBuffer buffer : buffers) {
      size += buffer.remaining();
      var part = new byte[Math.min(buffer.remaining(), kept - bytes.size())];
      buffer.get(part);
      bytes.writeBytes(part);
    }
    if (size > limit) {
      subscription.cancel();
      onComplete();
    }
  }

  @Override
  public void onError(Throwable fault) {
    content.completeExceptionally(fault);
  }

  @Override
  public void onComplete() {
    content.complete(new Content(bytes.toByteArray(), size, size > limit));
  }
}
