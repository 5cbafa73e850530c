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
    return headers.allValues(name).stream()
        .mapToDouble(text -> parse.applyAsDouble(text.strip()))
        .filter(wait -> wait > 0 && wait < Double.POSITIVE_INFINITY)
        .findFirst();
  }

  private static double number(String text) {
    return DECIMAL.matcher(text).matches() ? Double.parseDouble(text) : Double.NaN;
  }

  private static double secondsUntil(String date, Instant now) {
    for (DateTimeFormatter form : HttpDate.FORMS) {
      try {
        Duration wait = Duration.between(now, Instant.from(form.parse(date)));
        return wait.getSeconds() + wait.getNano() / 1e9;
      } catch (DateTimeException notInThisForm) {
        continue;
      }
    }
    return Double.NaN;
  }

  /** The three forms of RFC 9110, section 5.6.7; a class of its own, as few replies need it. */
  private static final class HttpDate {
    static final List<DateTimeFormatter> FORMS = List.of(
        DateTimeFormatter.RFC_1123_DATE_TIME,
        new DateTimeFormatterBuilder()
            .appendPattern("EEEE, dd-MMM-")
            .appendValueReduced(ChronoField.YEAR, 2, 2, 1970)
            .appendPattern(" HH:mm:ss 'GMT'")
            .toFormatter(Locale.ENGLISH)
            .withZone(ZoneOffset.UTC),
        DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC));
  }
}
