package io.github.scoreline.azureml;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The threads that all clients of a program share. They are daemons, and end when idle. */
final class Threads {
  private static final int IDLE_SECONDS = 30;

  /**
   * Runs the steps of the platform's HTTP client, and further attempts. No step blocks, so a few
   * threads are enough; the platform's default executor starts as many threads as there are
   * exchanges in flight.
   */
  static final Executor STEPS = steps();

  /**
   * Runs what depends on a future that ended because of a timer. It may be code of the caller,
   * which may block: on the timer's thread, it would delay the limits of all other calls.
   */
  static final Executor COMPLETIONS = new ThreadPoolExecutor(
      0,
      Integer.MAX_VALUE,
      IDLE_SECONDS,
      TimeUnit.SECONDS,
      new SynchronousQueue<>(),
      daemons("azureml-scoring-completion"));

  private Threads() {}

  private static Executor steps() {
    int threads = Math.max(4, Runtime.getRuntime().availableProcessors());
    var executor = new ThreadPoolExecutor(
        threads,
        threads,
        IDLE_SECONDS,
        TimeUnit.SECONDS,
        new LinkedBlockingQueue<>(),
        daemons("azureml-scoring-step"));
    executor.allowCoreThreadTimeOut(true);
    return executor;
  }

  private static ThreadFactory daemons(String name) {
    return work -> {
      var thread = new Thread(work, name);
      thread.setDaemon(true);
      return thread;
    };
  }
}
