package io.github.scoreline.azureml;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.http.HttpClient;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The platform's HTTP client and its connections. Can be closed on every Java version from 17 on.
 */
final class ConnectionPool implements AutoCloseable {
  /**
   * Runs the steps of all exchanges. No step blocks, so a few threads are enough; the platform's
   * default executor starts as many threads as there are exchanges in flight.
   */
  private static final Executor STEPS = steps();

  /** {@code HttpClient.shutdownNow}, available since Java 21; {@code null} before. */
  private static final Method SHUTDOWN = shutdown();

  private final HttpClient client;

  /** The client's thread that waits on sockets; {@code null} if {@link #SHUTDOWN} exists. */
  private final Thread selector;

  ConnectionPool(Configuration configuration) {
    var builder = HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .followRedirects(HttpClient.Redirect.NEVER)
        .connectTimeout(configuration.connectTimeout())
        .executor(STEPS);
    if ("http".equalsIgnoreCase(configuration.uri().getScheme())) {
      builder.sslContext(NoTls.context());
    }
    if (SHUTDOWN == null) {
      Built built = built(builder);
      client = built.client();
      selector = built.selector();
    } else {
      client = builder.build();
      selector = null;
    }
  }

  HttpClient client() {
    return client;
  }

  /** Closes all connections, idle or not. */
  @Override
  public void close() {
    if (SHUTDOWN == null) {
      // The interrupt ends the thread, which then closes the sockets.
      selector.interrupt();
      return;
    }
    try {
      SHUTDOWN.invoke(client);
    } catch (IllegalAccessException | InvocationTargetException fault) {
      throw new IllegalStateException("the HTTP client cannot be closed", fault);
    }
  }

  /** A client and the selector thread that it started. */
  private record Built(HttpClient client, Thread selector) {}

  /**
   * Builds a client in a new thread group. The only other thread there is the client's selector.
   */
  private static Built built(HttpClient.Builder builder) {
    var built = new CompletableFuture<Built>();
    var group = new ThreadGroup("azureml-scoring");
    Runnable build = () -> {
      try {
        HttpClient client = builder.build();
        var members = new Thread[2];
        group.enumerate(members);
        built.complete(
            new Built(client, members[0] == Thread.currentThread() ? members[1] : members[0]));
      } catch (RuntimeException | Error fault) {
        built.completeExceptionally(fault);
      }
    };
    new Thread(group, build, "azureml-scoring-build").start();
    return built.join();
  }

  private static Method shutdown() {
    try {
      return HttpClient.class.getMethod("shutdownNow");
    } catch (NoSuchMethodException before21) {
      return null;
    }
  }

  private static Executor steps() {
    int threads = Math.max(4, Runtime.getRuntime().availableProcessors());
    var executor = new ThreadPoolExecutor(
        threads, threads, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), step -> {
          var thread = new Thread(step, "azureml-scoring-step");
          thread.setDaemon(true);
          return thread;
        });
    executor.allowCoreThreadTimeOut(true);
    return executor;
  }
}
