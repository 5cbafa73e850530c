package io.github.scoreline.azureml;

import io.github.scoreline.azureml.json.JsonReader;
import io.github.scoreline.azureml.json.MalformedJsonException;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * A whole reply of the service, and what it means.
 *
 * @param status HTTP status
 * @param headers as they came
 * @param content the body's bytes
 * @param received when the reply was whole; a {@code Retry-After} counts from there
 */
record Reply(int status, HttpHeaders headers, byte[] content, Instant received) {
  private static final int LONGEST_BODY_BYTES = 65_536;
  private static final Pattern STATUS = Pattern.compile("[1-9][0-9]{2}");

  /** Half a surrogate pair, which JSON can hold as an escape and which is no character. */
  private static final Pattern HALF_PAIR = Pattern.compile("[\\ud800-\\udfff]");

  /** How a prediction is taken from a reply's JSON. */
  @FunctionalInterface
  interface Reading<T> {
    T of(JsonNode json) throws NoPredictionException;
  }

  /**
   * The prediction in this reply.
   *
   * @param clientRequestId what the request was called; goes into the error
   * @param key what to keep out of the error, or {@code null}
   * @throws ScoringException if the reply holds none
   */
  <T> T prediction(Reading<T> reading, String clientRequestId, Secret key) {
    if (status < 200 || status > 299) {
      throw error(refusal(), "HTTP " + status, clientRequestId, key);
    }
    try {
      return reading.of(JsonReader.read(content));
    } catch (MalformedJsonException | NoPredictionException fault) {
      String message = "the reply holds no prediction: " + fault.getMessage();
      throw error(ErrorKind.RESPONSE_FORMAT, message, clientRequestId, key);
    }
  }

  private ErrorKind refusal() {
    // Ahead of the status: a model that failed fails again, whatever a front end makes of it.
    if (header("x-ms-run-function-failed").filter("true"::equalsIgnoreCase).isPresent()) {
      return ErrorKind.MODEL;
    }
    return switch (status) {
      case 401, 403 -> ErrorKind.AUTHENTICATION;
      case 424 -> ErrorKind.MODEL;
      case 429 -> ErrorKind.THROTTLED;
      default -> ErrorKind.SERVICE;
    };
  }

  private ScoringException error(ErrorKind kind, String words, String clientRequestId, Secret key) {
    OptionalDouble wait = RetryAfter.seconds(headers, received);
    var details = new Failure.Reply(
        status,
        header("x-ms-request-id").or(() -> header("x-request-id")).orElse(null),
        header("ms-azureml-model-error-statuscode")
            .filter(text -> STATUS.matcher(text).matches())
            .map(Integer::valueOf)
            .orElse(null),
        header("ms-azureml-model-error-reason").orElse(null),
        wait.isPresent() ? wait.getAsDouble() : null,
        bodyText(key));
    var failure = new Failure(serviceMessage().orElse(words), 1, clientRequestId, details);
    return ScoringException.of(kind, failure.masked(key), null);
  }

  private Optional<String> header(String name) {
    return headers.firstValue(name).map(String::strip).filter(value -> !value.isEmpty());
  }

  private Optional<String> serviceMessage() {
    try {
      return Optional.ofNullable(JsonReader.read(content).get("message"))
          .filter(JsonNode::isString)
          .map(text -> HALF_PAIR.matcher(text.stringValue()).replaceAll("\ufffd"))
          .filter(text -> !text.isEmpty());
    } catch (MalformedJsonException fault) {
      return Optional.empty();
    }
  }

  /**
   * The body's first 65,536 bytes as text. The key is taken out before the cut, so that no half of
   * it stands at the end.
   */
  private String bodyText(Secret key) {
    int cut = Math.min(content.length, LONGEST_BODY_BYTES);
    return decoded(key == null ? Arrays.copyOf(content, cut) : withoutKey(key, cut));
  }

  private byte[] withoutKey(Secret key, int cut) {
    int seen = (int) Math.min(content.length, (long) cut + key.longestOccurrence());
    // One character a byte: places in the text are places in the body.
    String bytes = new String(content, 0, seen, StandardCharsets.ISO_8859_1);
    var kept = new ByteArrayOutputStream(cut);
    int copied = 0;
    Matcher occurrence = key.in(bytes);
    while (occurrence.find() && occurrence.start() < cut) {
      kept.write(content, copied, occurrence.start() - copied);
      kept.writeBytes(Secret.MASK.getBytes(StandardCharsets.US_ASCII));
      copied = occurrence.end();
    }
    if (copied < cut) {
      kept.write(content, copied, cut - copied);
    }
    return kept.toByteArray();
  }

  /**
   * As UTF-8, with U+FFFD for what is not. Java would put a single one for the three bytes of half a
   * surrogate pair, where all others put one for each.
   */
  private static String decoded(byte[] bytes) {
    for (int i = 0; i < bytes.length - 1; i++) {
      if (bytes[i] == (byte) 0xED && (bytes[i + 1] & 0xE0) == 0xA0) {
        bytes[i] = (byte) 0xFF;
      }
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
