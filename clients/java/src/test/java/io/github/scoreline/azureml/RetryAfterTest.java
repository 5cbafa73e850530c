package io.github.scoreline.azureml;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests how long a reply asks the client to wait. */
class RetryAfterTest {
  private static final Instant NOW = Instant.parse("1994-11-06T08:49:00Z");

  @ParameterizedTest
  @DisplayName("seconds, fractions and the three formats of an HTTP date are accepted")
  @CsvSource(
      delimiter = '|',
      value = {
        "7|7",
        "0.25|0.25",
        "1e2|100",
        "Sun, 06 Nov 1994 08:49:37 GMT|37",
        "Sunday, 06-Nov-94 08:49:37 GMT|37",
        "Sun Nov  6 08:49:37 1994|37",
        "Sun Nov 06 08:49:37 1994|37",
        "+.5|0.5"
      })
  void formsOfRetryAfter(String value, double seconds) {
    assertEquals(OptionalDouble.of(seconds), wait(Map.of("Retry-After", List.of(value))));
  }

  @ParameterizedTest
  @DisplayName("a value that does not give a positive finite number is ignored")
  @ValueSource(
      strings = {
        "",
        "0",
        "-1",
        "soon",
        "NaN",
        "Infinity",
        "1e999",
        "1d",
        "0x1p3",
        "1 s",
        "Sun, 06 Nov 1994 08:49:00 GMT",
        "Sun, 06 Nov 1994 08:48:59 GMT",
        "Sun, 06 Nov 1994 08:49:37",
        "Sun, 06 Nov 1994 08:49:37 +0000",
        "Mon, 06 Nov 1994 08:49:37 GMT",
        "sun, 06 nov 1994 08:49:37 GMT",
        "Sun, 6 Nov 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 24:00:00 GMT",
        "Sun Nov 6 08:49:37 1994"
      })
  void invalidValueIsIgnored(String value) {
    assertEquals(OptionalDouble.empty(), wait(Map.of("Retry-After", List.of(value))));
  }

  @Test
  @DisplayName("milliseconds take precedence over seconds, and the first valid header is used")
  void millisecondsComeFirst() {
    assertEquals(
        OptionalDouble.of(0.5),
        wait(Map.of(
            "retry-after-ms", List.of("500"),
            "x-ms-retry-after-ms", List.of("700"),
            "Retry-After", List.of("9"))));
    assertEquals(
        OptionalDouble.of(0.7),
        wait(Map.of(
            "retry-after-ms", List.of("soon"),
            "x-ms-retry-after-ms", List.of("700"),
            "Retry-After", List.of("9"))));
    assertEquals(
        OptionalDouble.of(9),
        wait(Map.of("x-ms-retry-after-ms", List.of("0"), "Retry-After", List.of("9"))));
  }

  @ParameterizedTest
  @DisplayName("a time is rounded up to nanoseconds, and cut at the longest duration")
  @CsvSource({"0.3,PT0.3S", "0.0015,PT0.0015S", "1e-30,PT0.000000001S", "1e12,PT277777777H46M40S"})
  void durations(double seconds, Duration duration) {
    assertEquals(duration, RetryAfter.duration(seconds));
    assertEquals(Duration.ofSeconds(Long.MAX_VALUE), RetryAfter.duration(1e300));
  }

  @Test
  @DisplayName("only the first value of a repeated header is used")
  void firstHeaderCounts() {
    assertEquals(OptionalDouble.empty(), wait(Map.of("Retry-After", List.of("soon", "4"))));
    assertEquals(OptionalDouble.of(3), wait(Map.of("Retry-After", List.of("3", "4"))));
  }

  private static OptionalDouble wait(Map<String, List<String>> headers) {
    return RetryAfter.seconds(HttpHeaders.of(headers, (name, value) -> true), NOW);
  }
}
