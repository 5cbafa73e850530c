package io.github.scoreline.azureml.json;

import java.io.ByteArrayOutputStream;
import java.util.function.Consumer;
import tools.jackson.core.JsonEncoding;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.databind.JsonNode;

/**
 * Writes compact JSON on one line, in ASCII and thus also in UTF-8. Doubles are written in the
 * shortest form that is read back as the same bits.
 *
 * <p>Jackson's generator does the writing. Its mapper would take longer to initialize than the rest
 * of a one-shot call, and would write NaN as a string.
 */
public final class JsonWriter {
  private JsonWriter() {}

  /**
   * Writes a value.
   *
   * @param value any tree of finite numbers
   * @return the JSON text
   * @throws IllegalArgumentException if a number is NaN or infinite
   * @throws tools.jackson.core.JacksonException if the value is nested more than 1,010
   *     levels deep
   */
  public static byte[] write(JsonNode value) {
    return written(json -> {
      try (JsonParser tokens = value.traverse(ObjectReadContext.empty())) {
        for (JsonToken token = tokens.nextToken(); token != null; token = tokens.nextToken()) {
          requireJson(token, tokens);
          json.copyCurrentEvent(tokens);
        }
      }
    });
  }

  /**
   * Writes {@code {"data": rows}}.
   *
   * @param rows any matrix of finite numbers; rows may differ in length
   * @return the JSON text
   * @throws IllegalArgumentException if a number is NaN or infinite
   */
  public static byte[] writeData(double[][] rows) {
    return written(json -> {
      json.writeStartObject();
      json.writeName("data");
      json.writeStartArray();
      for (double[] row : rows) {
        json.writeStartArray();
        for (double number : row) {
          if (!Double.isFinite(number)) {
            throw notFinite(number);
          }
          json.writeNumber(number);
        }
        json.writeEndArray();
      }
      json.writeEndArray();
      json.writeEndObject();
    });
  }

  private static byte[] written(Consumer<JsonGenerator> content) {
    var bytes = new ByteArrayOutputStream(512);
    try (JsonGenerator json =
        JsonFormat.FACTORY.createGenerator(ObjectWriteContext.empty(), bytes, JsonEncoding.UTF8)) {
      content.accept(json);
    }
    return bytes.toByteArray();
  }

  /** Refuses what is not JSON, some of which Jackson would write as a string. */
  private static void requireJson(JsonToken token, JsonParser tokens) {
    if (token == JsonToken.VALUE_EMBEDDED_OBJECT || token == JsonToken.NOT_AVAILABLE) {
      throw new IllegalArgumentException("JSON cannot represent a Java object or a missing value");
    }
    if (token == JsonToken.VALUE_NUMBER_FLOAT && tokens.isNaN()) {
      throw notFinite(tokens.getDoubleValue());
    }
  }

  private static IllegalArgumentException notFinite(double number) {
    return new IllegalArgumentException("JSON cannot represent the number " + number);
  }
}
