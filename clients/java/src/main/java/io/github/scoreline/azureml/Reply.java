package io.github.scoreline.azureml;

import io.github.scoreline.azureml.json.JsonReader;
import io.github.scoreline.azureml.json.MalformedJsonException;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * A complete reply of the service, as received.
 *
 * @param status the HTTP status
 * @param headers the headers, unchanged
 * @param content what was read of the body
 * @param received when the reply was complete; a {@code Retry-After} counts from then
 */
record Reply(int status, HttpHeaders headers, ReplyBody.Content content, Instant received) {
  /** How much of a body an error keeps, and the largest body in which it looks for a message. */
  static final int MAX_BODY_BYTES = 65_536;

  private static final Pattern STATUS = Pattern.compile("[1-9][0-9]{2}");

  /** Matches an unpaired surrogate, which JSON can escape but which is not a character. */
  private static final Pattern UNPAIRED_SURROGATE = Pattern.compile("[\\ud800-\\udfff]");

  static boolean isSuccess(int status) {
    return status >= 200 && status <= 299;
  }

  /** Returns the kind of error that a reply without 2xx is. */
  ErrorKind errorKind() {
    // Takes precedence: the model would fail again, whatever status a front end sends.
    if (isScriptFailure()) {
      return ErrorKind.MODEL;
    }
    return switch (status) {
      case 401, 403 -> ErrorKind.AUTHENTICATION;
      case 424 -> ErrorKind.MODEL;
      case 429 -> ErrorKind.THROTTLED;
      default -> ErrorKind.SERVICE;
    };
  }

  /** Returns what an error keeps of this reply, with the secrets masked in the body. */
  Failure.Reply details(Masking masking) {
    OptionalDouble wait = retryAfterSeconds();
    return new Failure.Reply(
        status,
        requestId().orElse(null),
        header("ms-azureml-model-error-statuscode")
            .filter(text -> STATUS.matcher(text).matches())
            .map(Integer::valueOf)
            .orElse(null),
        header("ms-azureml-model-error-reason").orElse(null),
        wait.isPresent() ? RetryAfter.duration(wait.getAsDouble()) : null,
        bodyText(masking));
  }

  /** Returns the service's id for the request; empty if the reply has none. */
  Optional<String> requestId() {
    return header("x-ms-request-id").or(() -> header("x-request-id"));
  }

  /** Returns whether the reply says that the scoring script failed. */
  boolean isScriptFailure() {
    return header("x-ms-run-function-failed").filter("true"::equalsIgnoreCase).isPresent();
  }

  /** Returns how long the reply asks to wait, as a positive number; empty if it does not. */
  OptionalDouble retryAfterSeconds() {
    return RetryAfter.seconds(headers, received);
  }

  /** Returns the first value of a header without blanks around it; empty if nothing is left. */
  Optional<String> header(String name) {
    return headers.firstValue(name).map(String::strip).filter(value -> !value.isEmpty());
  }

  /**
   * Returns the message of the service, if there is one in a body of at most 65,536 bytes: {@code
   * message}, or {@code detail} as in FastAPI, or {@code error} as in BentoML.
   */
  Optional<String> serviceMessage() {
    if (content.size() > MAX_BODY_BYTES || content.tooLarge()) {
      return Optional.empty();
    }
    try {
      JsonNode json = JsonReader.read(content.bytes());
      JsonNode error = json.get("error");
      JsonNode nested = error != null && error.isObject() ? error.get("message") : error;
      return Stream.of(json.get("message"), json.get("detail"), nested)
          .filter(value -> value != null && value.isString())
          .map(text -> UNPAIRED_SURROGATE.matcher(text.stringValue()).replaceAll("\ufffd"))
          .filter(text -> !text.isEmpty())
          .findFirst();
    } catch (MalformedJsonException fault) {
      return Optional.empty();
    }
  }

  /**
   * Returns the first 65,536 bytes of the body as text. Secrets are masked before the body is cut,
   * so that no part of one remains at the end.
   */
  private String bodyText(Masking masking) {
    byte[] bytes = content.bytes();
    int seen = Math.min(bytes.length, MAX_BODY_BYTES + masking.longestOccurrence());
    // One character per byte, so that offsets in the text are offsets in the body.
    String text = new String(bytes, 0, seen, StandardCharsets.ISO_8859_1);
    String kept = masking.in(text, Math.min(seen, MAX_BODY_BYTES), content.size() > seen);
    return decoded(kept.getBytes(StandardCharsets.ISO_8859_1));
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
