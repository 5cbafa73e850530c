package io.github.scoreline.azureml;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.http.HttpClient;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLParameters;

/**
 * The platform's HTTP client and its connections. Exists because {@code HttpClient} can be closed
 * only since Java 21: before, a closed client would keep its idle connections for 20 minutes, or
 * until it is collected.
 *
 * @param client the HTTP client
 * @param shutdown closes all its connections, idle or not
 */
record ConnectionPool(HttpClient client, Runnable shutdown) implements AutoCloseable {
  /** The group of all selector threads, in which those that are new can be told apart. */
  private static final ThreadGroup SELECTORS = new ThreadGroup("azureml-scoring");

  /** {@code HttpClient.shutdownNow}, available since Java 21; {@code null} before. */
  private static final Method SHUTDOWN = shutdownNow();

  /** Returns the connections of a client. An HTTP client of the caller is not closed with it. */
  static ConnectionPool of(Configuration configuration) {
    if (configuration.httpClient() != null) {
      return new ConnectionPool(configuration.httpClient(), () -> {});
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
      return withSelector(builder);
    }
    HttpClient client = builder.build();
    return new ConnectionPool(client, () -> shutdownNow(client));
  }

  @Override
  public void close() {
    shutdown.run();
  }

  /**
   * Builds a client and finds its selector, the thread that waits on sockets: it joins the group
   * meanwhile. Interrupting it ends it, which closes the sockets.
   */
  private static synchronized ConnectionPool withSelector(HttpClient.Builder builder) {
    var built = new CompletableFuture<ConnectionPool>();
    Runnable build = () -> {
      try {
        Set<Thread> others = selectors();
        HttpClient client = builder.build();
        Thread selector = selectors().stream()
            .filter(thread -> !others.contains(thread))
            .findAny()
            .orElseThrow();
        built.complete(new ConnectionPool(client, selector::interrupt));
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

  private static Method shutdownNow() {
    try {
      return HttpClient.class.getMethod("shutdownNow");
    } catch (NoSuchMethodException before21) {
      return null;
    }
  }

  private static void shutdownNow(HttpClient client) {
    try {
      SHUTDOWN.invoke(client);
    } catch (IllegalAccessException | InvocationTargetException fault) {
      throw new IllegalStateException("the HTTP client cannot be closed", fault);
    }
  }
}
