package io.github.scoreline.azureml;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.http.HttpClient;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLParameters;

/**
 * The platform's HTTP client and its connections. Can be closed on every Java version from 17 on.
 */
final class ConnectionPool implements AutoCloseable {
  /** The group of all selector threads, in which those that are new can be told apart. */
  private static final ThreadGroup SELECTORS = new ThreadGroup("azureml-scoring");

  /** {@code HttpClient.shutdownNow}, available since Java 21; {@code null} before. */
  private static final Method SHUTDOWN = shutdown();

  private final HttpClient client;

  /**
   * The client's thread that waits on sockets; {@code null} if {@link #SHUTDOWN} exists. Before
   * Java 21, nothing but its interruption closes idle connections.
   */
  private final Thread selector;

  /** Whether the client belongs to the caller, who also closes it. */
  private final boolean shared;

  ConnectionPool(Configuration configuration) {
    shared = configuration.httpClient() != null;
    if (shared) {
      client = configuration.httpClient();
      selector = null;
      return;
    }
    var builder = HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .followRedirects(HttpClient.Redirect.NEVER)
        .connectTimeout(configuration.connectTimeout())
        .executor(Threads.STEPS);
    if ("http".equalsIgnoreCase(configuration.uri().getScheme())) {
      builder.sslContext(NoTls.context());
    } else {
      // Said explicitly: a system property could turn the default of the second one off.
      var tls = new SSLParameters(null, new String[] {"TLSv1.3", "TLSv1.2"});
      tls.setEndpointIdentificationAlgorithm("HTTPS");
      builder.sslParameters(tls);
      if (configuration.tls() != null) {
        builder.sslContext(configuration.tls());
      }
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

  /** Closes all connections, idle or not, unless the client belongs to the caller. */
  @Override
  public void close() {
    if (shared) {
      return;
    }
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

  /** Builds a client and finds its selector: the thread that joins the group meanwhile. */
  private static synchronized Built built(HttpClient.Builder builder) {
    var built = new CompletableFuture<Built>();
    Runnable build = () -> {
      try {
        Set<Thread> others = selectors();
        HttpClient client = builder.build();
        Thread selector = selectors().stream()
            .filter(thread -> !others.contains(thread))
            .findAny()
            .orElseThrow();
        built.complete(new Built(client, selector));
      } catch (RuntimeException | Error fault) {
        built.completeExceptionally(fault);
      }
    };
    new Thread(SELECTORS, build, "azureml-scoring-build").start();
    return built.join();
  }

  private static Set<Thread> selectors() {
    var threads = new Thread[SELECTORS.activeCount() + 8];
    int count = SELECTORS.enumerate(threads);
    return Set.of(Arrays.copyOf(threads, count));
  }

  private static Method shutdown() {
    try {
      return HttpClient.class.getMethod("shutdownNow");
    } catch (NoSuchMethodException before21) {
      return null;
    }
  }
}
