package io.github.scoreline.azureml;

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

/** What a reply asks a client to wait. No clock in here: the time is given in. */
final class RetryAfter {
  private static final Pattern DECIMAL =
      Pattern.compile("[+-]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d+)?");

  private RetryAfter() {}

  /**
   * The first of {@code retry-after-ms}, {@code x-ms-retry-after-ms} and {@code Retry-After} that
   * comes to a positive finite number of seconds.
   *
   * @param now what an HTTP date is counted from
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
        // What comes out otherwise than it went in was not quite that form.
        if (form.format(then).equals(date)) {
          Duration wait = Duration.between(now, then);
          return wait.getSeconds() + wait.getNano() / 1e9;
        }
      } catch (DateTimeException notInThisForm) {
        continue;
      }
    }
    return Double.NaN;
  }

  /**
   * The three forms of RFC 9110, section 5.6.7, the last of them with its day written in either way.
   * A class of its own, as few replies need it.
   */
  private static final class HttpDate {
    /** Years of two digits from here on belong to the last century, as they do in POSIX. */
    private static final int FIRST_OF_LAST_CENTURY = 1969;

    static final List<DateTimeFormatter> FORMS = List.of(
        form("EEE, dd MMM yyyy HH:mm:ss 'GMT'"),
        new DateTimeFormatterBuilder()
            .appendPattern("EEEE, dd-MMM-")
            .appendValueReduced(ChronoField.YEAR, 2, 2, FIRST_OF_LAST_CENTURY)
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
