import com.sun.management.OperatingSystemMXBean;
import io.github.scoreline.azureml.ScoringClient;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import tools.jackson.databind.json.JsonMapper;

/**
 * Measures what the client costs beside {@code java.net.http} and Jackson alone, which send the same
 * body with a time limit, read the whole reply and parse its numbers. After {@code mvn package}, run
 * {@code java -cp target/program/azureml-scoring.jar bench/Bench.java URI KEY CALLS ROUNDS}. Prints
 * one line of JSON for each measurement.
 */
final class Bench {
  /** Calls of each side, for each number of threads, before the first measurement. */
  private static final int WARM_UP_CALLS = 20_000;

  /** The two sides take turns in the warm-up too, so that neither is compiled for itself alone. */
  private static final int WARM_UP_TURNS = 5;

  private static final double[][] ROWS = {
    {0.0199, 0.0507, 0.1048, 0.0701, -0.036, -0.0267, -0.025, -0.0026, 0.0037, 0.0403}
  };
  private static final String BODY =
      "{\"data\":[[0.0199,0.0507,0.1048,0.0701,-0.036,-0.0267,-0.025,-0.0026,0.0037,0.0403]]}";

  private static final OperatingSystemMXBean PROCESS =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  /** One of the two things to measure, which makes a call and returns the predictions. */
  private record Side(String who, Callable<double[]> call) {}

  private Bench() {}

  public static void main(String[] arguments) throws Exception {
    if (arguments.length != 4) {
      throw new IllegalArgumentException("usage: Bench URI KEY CALLS ROUNDS");
    }
    String uri = arguments[0];
    String key = arguments[1];
    int calls = Integer.parseInt(arguments[2]);
    int rounds = Integer.parseInt(arguments[3]);
    try (var client = ScoringClient.builder().uri(uri).key(key).build()) {
      var sides =
          List.of(new Side("client", () -> client.score(ROWS)), new Side("bare", bare(uri, key)));
      for (int threads : List.of(1, 16)) {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
          for (int turn = 0; turn < WARM_UP_TURNS; turn++) {
            for (Side side : sides) {
              run(side, pool, threads, WARM_UP_CALLS / WARM_UP_TURNS);
            }
          }
          for (int round = 0; round < rounds; round++) {
            for (Side side : sides) {
              measure(side, pool, threads, calls);
            }
          }
        } finally {
          pool.shutdown();
        }
      }
    }
  }

  private static Callable<double[]> bare(String uri, String key) {
    HttpClient http =
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    var json = JsonMapper.shared();
    HttpRequest request = HttpRequest.newBuilder(URI.create(uri))
        .header("Authorization", "Bearer " + key)
        .header("Content-Type", "application/json")
        .timeout(Duration.ofMinutes(1))
        .POST(HttpRequest.BodyPublishers.ofString(BODY))
        .build();
    return () -> {
      HttpResponse<byte[]> reply = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
      if (reply.statusCode() != 200) {
        throw new IOException("HTTP " + reply.statusCode());
      }
      return json.readValue(reply.body(), double[].class);
    };
  }

  private static void measure(Side side, ExecutorService pool, int threads, int calls)
      throws InterruptedException, ExecutionException {
    // Neither side pays for what the other one has left behind.
    System.gc();
    long cpu = PROCESS.getProcessCpuTime();
    long start = System.nanoTime();
    int made = run(side, pool, threads, calls);
    System.out.printf(
        Locale.ROOT,
        "{\"who\": \"%s\", \"threads\": %d, \"calls\": %d,"
            + " \"wallSeconds\": %.6f, \"cpuSeconds\": %.6f}%n",
        side.who(),
        threads,
        made,
        (System.nanoTime() - start) / 1e9,
        (PROCESS.getProcessCpuTime() - cpu) / 1e9);
  }

  /** Makes about this number of calls, the same number on each thread, and returns how many. */
  private static int run(Side side, ExecutorService pool, int threads, int calls)
      throws InterruptedException, ExecutionException {
    int each = Math.max(1, calls / threads);
    Callable<Void> work = () -> {
      for (int i = 0; i < each; i++) {
        side.call().call();
      }
      return null;
    };
    for (Future<Void> thread : pool.invokeAll(Collections.nCopies(threads, work))) {
      thread.get();
    }
    return each * threads;
  }
}
