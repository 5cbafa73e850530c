package io.github.scoreline.azureml;

import io.github.scoreline.azureml.json.JsonReader;
import io.github.scoreline.azureml.json.JsonWriter;
import io.github.scoreline.azureml.json.MalformedJsonException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * The operations of a service. Each method throws {@link ScoringException.Configuration} if the
 * input cannot be sent.
 *
 * @param uri the scoring URI
 */
record Operations(URI uri) {
  private static final String JSON = "application/json";
  private static final String SCORE = "/score";

  Operation<double[]> rows(double[][] rows) {
    Configuration.require(!Arrays.asList(rows).contains(null), "a row is null");
    return post(written(() -> JsonWriter.writeData(rows)), JSON, Predictions::numbers);
  }

  Operation<JsonNode> payload(JsonNode payload) {
    byte[] written = written(() -> JsonWriter.write(payload));
    requireFinite(payload);
    return post(written, JSON, Predictions::payload);
  }

  Operation<String> json(String text) {
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

  Operation<JsonNode> bytes(byte[] body, String contentType) {
    Configuration.require(
        Configuration.isPrintable(contentType),
        "the content type is empty, starts or ends with a space,"
            + " or contains a character that is not printable ASCII");
    return post(body.clone(), contentType, Predictions::payload);
  }

  Operation<Void> health() {
    return get("", "*/*", ignored -> null);
  }

  Operation<JsonNode> swagger() {
    return get("swagger.json", JSON, Predictions::object);
  }

  private <T> Operation<T> post(byte[] body, String contentType, Operation.Reading<T> reading) {
    return new Operation<>(
        "POST", uri, contentType, JSON, BodyPublishers.ofByteArray(body), reading);
  }

  /** Returns a GET of a resource beside {@code score}, at the root of the service. */
  private <T> Operation<T> get(String name, String accept, Operation.Reading<T> reading) {
    String path = uri.getRawPath();
    Configuration.require(
        path.endsWith(SCORE), "the path of the scoring URI does not end in " + SCORE);
    String root = path.substring(0, path.length() - SCORE.length() + 1);
    URI resource = URI.create(uri.getScheme() + "://" + uri.getRawAuthority() + root + name);
    return new Operation<>("GET", resource, null, accept, null, reading);
  }

  private static void requireFinite(JsonNode payload) {
    Configuration.require(
        Predictions.allFinite(payload), "a number in the payload is outside the range of a double");
  }

  /** Writes the body of a request. */
  @FunctionalInterface
  private interface BodyWriter {
    byte[] write();
  }

  private static byte[] written(BodyWriter body) {
    try {
      return body.write();
    } catch (IllegalArgumentException | JacksonException unwritable) {
      throw ScoringException.configuration(unwritable.getMessage());
    }
  }
}
