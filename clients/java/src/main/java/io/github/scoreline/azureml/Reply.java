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
 * A complete reply of the service, and its conversion to a prediction or an error.
 *
 * @param status the HTTP status
 * @param headers the headers, unchanged
 * @param content the bytes of the body
 * @param received when the reply was complete; a {@code Retry-After} counts from then
 */
record Reply(int status, HttpHeaders headers, byte[] content, Instant received) {
  private static final int MAX_BODY_BYTES = 65_536;
  private static final Pattern STATUS = Pattern.compile("[1-9][0-9]{2}");

  /** Matches an unpaired surrogate, which JSON can escape but which is not a character. */
  private static final Pattern UNPAIRED_SURROGATE = Pattern.compile("[\\ud800-\\udfff]");

  /** Converts the JSON of a 2xx reply to a prediction. */
  @FunctionalInterface
  interface Reading<T> {
    T of(JsonNode json) throws NoPredictionException;
  }

  /**
   * Returns the prediction in this reply.
   *
   * @param reading converts the body's JSON to the prediction
   * @param clientRequestId the id that was sent with the request, for the error
   * @param key the key to mask in the error, or {@code null}
   * @throws ScoringException if the status is not 2xx or the body does not contain a prediction
   */
  <T> T prediction(Reading<T> reading, String clientRequestId, Secret key) {
    if (status < 200 || status > 299) {
      throw error(errorKind(), "HTTP " + status, clientRequestId, key);
    }
    try {
      return reading.of(JsonReader.read(content));
    } catch (MalformedJsonException fault) {
      String message = content.length == 0
          ? "the reply is empty"
          : "the reply is not JSON: " + fault.getMessage();
      throw error(ErrorKind.RESPONSE_FORMAT, message, clientRequestId, key);
    } catch (NoPredictionException fault) {
      throw error(ErrorKind.RESPONSE_FORMAT, fault.getMessage(), clientRequestId, key);
    }
  }

  private ErrorKind errorKind() {
    // Takes precedence: the model would fail again, whatever status a front end sends.
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

  private ScoringException error(
      ErrorKind kind, String message, String clientRequestId, Secret key) {
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
    var failure = new Failure(serviceMessage().orElse(message), 1, clientRequestId, details);
    return ScoringException.of(kind, failure.masked(key), null);
  }

  private Optional<String> header(String name) {
    return headers.firstValue(name).map(String::strip).filter(value -> !value.isEmpty());
  }

  private Optional<String> serviceMessage() {
    try {
      return Optional.ofNullable(JsonReader.read(content).get("message"))
          .filter(JsonNode::isString)
          .map(text -> UNPAIRED_SURROGATE.matcher(text.stringValue()).replaceAll("\ufffd"))
          .filter(text -> !text.isEmpty());
    } catch (MalformedJsonException fault) {
      return Optional.empty();
    }
  }

  /**
   * Returns the first 65,536 bytes of the body as text. The key is masked before the body is cut,
   * so that no part of the key remains at the end.
   */
  private String bodyText(Secret key) {
    int cut = Math.min(content.length, MAX_BODY_BYTES);
    return decoded(key == null ? Arrays.copyOf(content, cut) : withoutKey(key, cut));
  }

  private byte[] withoutKey(Secret key, int cut) {
    int seen = (int) Math.min(content.length, (long) cut + key.longestOccurrence());
    // One character per byte, so that offsets in the text are offsets in the body.
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
   * Decodes UTF-8, replacing invalid bytes by U+FFFD. An encoded surrogate has three bytes, for
   * which Java would insert one U+FFFD. Other decoders insert three, and so does this method.
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
