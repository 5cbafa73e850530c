package io.github.scoreline.azureml;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.http.HttpHeaders;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import java.util.regex.Pattern;

/** Computes how long a reply asks the client to wait. Reads no clock: the time is a parameter. */
final class RetryAfter {
  private static final Pattern DECIMAL =
      Pattern.compile("[+-]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d+)?");

  private static final double MAX_NANOSECONDS = 9e18;

  private RetryAfter() {}

  /**
   * Returns the wait in seconds. It is taken from the first of {@code retry-after-ms}, {@code
   * x-ms-retry-after-ms} and {@code Retry-After} that gives a positive finite number.
   *
   * @param now the time from which the wait until an HTTP date is counted
   */
  static OptionalDouble seconds(HttpHeaders headers, Instant now) {
    OptionalDouble wait = first(headers, "retry-after-ms", text -> number(text) / 1000);
    if (wait.isEmpty()) {
      wait = first(headers, "x-ms-retry-after-ms", text -> number(text) / 1000);
    }
    if (wait.isEmpty()) {
      wait = first(
          headers,
          "retry-after",
          text -> DECIMAL.matcher(text).matches() ? number(text) : secondsUntil(text, now));
    }
    return wait;
  }

  /**
   * Returns a positive time as a duration: the longest one if it is longer than that, and else
   * rounded up to nanoseconds, so that it stays positive.
   */
  static Duration duration(double seconds) {
    BigDecimal nanos = BigDecimal.valueOf(seconds).movePointRight(9);
    return seconds < MAX_NANOSECONDS / 1e9
        ? Duration.ofNanos(nanos.setScale(0, RoundingMode.CEILING).longValue())
        : Duration.ofSeconds((long) seconds);
  }

  private static OptionalDouble first(
      HttpHeaders headers, String name, ToDoubleFunction<String> parse) {
    double wait =
        headers.firstValue(name).map(String::strip).map(parse::applyAsDouble).orElse(0.0);
    return wait > 0 && wait < Double.POSITIVE_INFINITY
        ? OptionalDouble.of(wait)
        : OptionalDouble.empty();
  }

  private static double number(String text) {
    return DECIMAL.matcher(text).matches() ? Double.parseDouble(text) : Double.NaN;
  }

  private static double secondsUntil(String date, Instant now) {
    for (DateTimeFormatter form : HttpDate.FORMS) {
      try {
        Instant then = Instant.from(form.parse(date));
        // Parsing is lenient. The date has this form only if formatting restores the same text.
        if (form.format(then).equals(date)) {
          Duration wait = Duration.between(now, then);
          return wait.getSeconds() + wait.getNano() / 1e9;
        }
      } catch (DateTimeException notInThisForm) {
        // The next form may fit.
      }
    }
    return Double.NaN;
  }

  /**
   * The three date formats of RFC 9110, section 5.6.7. In the last one, the day may be padded with
   * a zero or a space. In a separate class, because few replies need the formatters.
   */
  private static final class HttpDate {
    /** Two-digit years mean 1969 to 2068, as in POSIX. */
    private static final int FIRST_TWO_DIGIT_YEAR = 1969;

    static final List<DateTimeFormatter> FORMS = List.of(
        form("EEE, dd MMM yyyy HH:mm:ss 'GMT'"),
        new DateTimeFormatterBuilder()
            .appendPattern("EEEE, dd-MMM-")
            .appendValueReduced(ChronoField.YEAR, 2, 2, FIRST_TWO_DIGIT_YEAR)
            .appendPattern(" HH:mm:ss 'GMT'")
            .toFormatter(Locale.ENGLISH)
            .withZone(ZoneOffset.UTC),
        form("EEE MMM dd HH:mm:ss yyyy"),
        form("EEE MMM ppd HH:mm:ss yyyy"));

    private static DateTimeFormatter form(String pattern) {
      return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).withZone(ZoneOffset.UTC);
    }
  }
}
