package io.github.scoreline.azureml;

import io.github.scoreline.azureml.json.JsonReader;
import io.github.scoreline.azureml.json.JsonWriter;
import io.github.scoreline.azureml.json.MalformedJsonException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Supplier;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * What a call asks of a service, for {@link ScoringClient#call}. An operation is immutable, belongs
 * to no client, and may be performed any number of times, by any number of threads.
 *
 * <p>Each method that takes input reads it before it returns, and throws {@link
 * ScoringException.Configuration} if it cannot be sent.
 *
 * @param <T> the type of the result
 */
public final class Operation<T> {
  private static final String JSON = "application/json";
  private static final String SCORE = "/score";

  private final String method;
  private final String resource;
  private final String contentType;
  private final String accept;
  private final BodyPublisher body;
  private final Reading<T> reading;

  /** Converts the body of a 2xx reply to the result of the call. */
  @FunctionalInterface
  interface Reading<T> {
    T of(byte[] content) throws NoPredictionException;
  }

  private Operation(
      String method,
      String resource,
      String contentType,
      String accept,
      BodyPublisher body,
      Reading<T> reading) {
    this.method = method;
    this.resource = resource;
    this.contentType = contentType;
    this.accept = accept;
    this.body = body;
    this.reading = reading;
  }

  /**
   * Scores rows. The result is as described at {@link ScoringClient#score}.
   *
   * @param rows a matrix of finite numbers, sent as {@code {"data": rows}}
   * @return the operation
   * @throws ScoringException.Configuration if a row is {@code null} or a number is not finite
   */
  public static Operation<double[]> rows(double[][] rows) {
    Objects.requireNonNull(rows, "rows");
    Configuration.require(!Arrays.asList(rows).contains(null), "a row is null");
    return post(written(() -> JsonWriter.writeData(rows)), JSON, Predictions::numbers);
  }

  /**
   * Scores any JSON value. The result is as described at {@link ScoringClient#scorePayload}.
   *
   * @param payload the value to send, unchanged; its numbers must be in the range of a double
   * @return the operation
   * @throws ScoringException.Configuration if JSON cannot represent the value or a number in it is
   *     outside the range of a double
   */
  public static Operation<JsonNode> payload(JsonNode payload) {
    Objects.requireNonNull(payload, "payload");
    byte[] written = written(() -> JsonWriter.write(payload));
    requireFinite(payload);
    return post(written, JSON, Predictions::payload);
  }

  /**
   * Scores a JSON text. The result is as described at {@link ScoringClient#scoreJson}.
   *
   * @param text one JSON value, sent as it is; its numbers must be in the range of a double
   * @return the operation
   * @throws ScoringException.Configuration if the text is not one JSON value or a number in it is
   *     outside the range of a double
   */
  public static Operation<String> json(String text) {
    Objects.requireNonNull(text, "text");
    byte[] bytes;
    try {
      ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
      bytes = new byte[encoded.remaining()];
      encoded.get(bytes);
      requireFinite(JsonReader.read(bytes));
    } catch (CharacterCodingException | MalformedJsonException invalid) {
      throw ScoringException.configuration("the payload is not JSON: " + invalid.getMessage());
    }
    return post(bytes, JSON, reply -> {
      Predictions.payload(reply);
      return new String(reply, StandardCharsets.UTF_8);
    });
  }

  /**
   * Scores bytes, such as those of an image. The result is as described at {@link
   * ScoringClient#scorePayload}.
   *
   * @param body the bytes to send
   * @param contentType their media type, such as {@code image/png}, in printable ASCII
   * @return the operation
   * @throws ScoringException.Configuration if no header can have the media type as its value
   */
  public static Operation<JsonNode> bytes(byte[] body, String contentType) {
    Objects.requireNonNull(body, "body");
    Objects.requireNonNull(contentType, "contentType");
    Configuration.require(
        Configuration.isPrintable(contentType),
        "the content type is empty, starts or ends with a space,"
            + " or contains a character that is not printable ASCII");
    return post(body.clone(), contentType, Predictions::payload);
  }

  /**
   * Asks whether the service is healthy, as described at {@link ScoringClient#health}.
   *
   * @return the operation; its result is {@code null}
   */
  public static Operation<Void> health() {
    return get("", "*/*", ignored -> null);
  }

  /**
   * Asks for the service's description of itself, as described at {@link ScoringClient#swagger}.
   *
   * @return the operation; its result is a JSON object
   */
  public static Operation<JsonNode> swagger() {
    return get("swagger.json", JSON, Predictions::object);
  }

  /** Returns the HTTP method. */
  String method() {
    return method;
  }

  /**
   * Returns where the request is sent. Path and query of the scoring URI are kept exactly as given.
   *
   * @throws ScoringException.Configuration if the operation is about the root of the service, and
   *     the scoring URI does not tell where that is
   */
  URI uri(URI scoring) {
    if (resource == null) {
      return scoring;
    }
    String path = scoring.getRawPath();
    Configuration.require(
        path.endsWith(SCORE), "the path of the scoring URI does not end in " + SCORE);
    String root = path.substring(0, path.length() - SCORE.length() + 1);
    return URI.create(ScoringUri.origin(scoring) + root + resource);
  }

  /** Returns the value of {@code Content-Type}, or {@code null} if there is no body. */
  String contentType() {
    return contentType;
  }

  /** Returns the value of {@code Accept}. */
  String accept() {
    return accept;
  }

  /** Returns the body, or {@code null} if there is none. Each attempt subscribes to it again. */
  BodyPublisher body() {
    return body;
  }

  /** Returns how a 2xx reply becomes the result. */
  Reading<T> reading() {
    return reading;
  }

  private static <T> Operation<T> post(byte[] body, String contentType, Reading<T> reading) {
    BodyPublisher publisher = BodyPublishers.ofByteArray(body);
    return new Operation<>("POST", null, contentType, JSON, publisher, reading);
  }

  /** Returns a GET of a resource beside {@code score}, at the root of the service. */
  private static <T> Operation<T> get(String resource, String accept, Reading<T> reading) {
    return new Operation<>("GET", resource, null, accept, null, reading);
  }

  private static void requireFinite(JsonNode payload) {
    Configuration.require(
        Predictions.allFinite(payload), "a number in the payload is outside the range of a double");
  }

  private static byte[] written(Supplier<byte[]> body) {
    try {
      return body.get();
    } catch (IllegalArgumentException | JacksonException unwritable) {
      throw ScoringException.configuration(unwritable.getMessage());
    }
  }
}
