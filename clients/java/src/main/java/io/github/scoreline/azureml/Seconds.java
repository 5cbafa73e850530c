package io.github.scoreline.azureml;

import java.math.BigDecimal;
import java.time.Duration;

/** Durations as text for messages: {@code 0.8 s}, and not the {@code PT0.8S} of Java. */
final class Seconds {
  private Seconds() {}

  static String of(Duration time) {
    return BigDecimal.valueOf(time.toNanos(), 9).stripTrailingZeros().toPlainString() + " s";
  }
}
