package io.github.scoreline.azureml.json;

import java.io.ByteArrayOutputStream;
import java.util.Map;
import java.util.function.Consumer;
import tools.jackson.core.JsonEncoding;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.databind.JsonNode;

/**
 * Writes compact JSON on one line, in ASCII and thus also in UTF-8. Doubles are written in the
 * shortest form that is read back as the same bits.
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
    return written(json -> write(value, json));
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
          write(number, json);
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

  private static void write(JsonNode value, JsonGenerator json) {
    switch (value.getNodeType()) {
      case OBJECT -> {
        json.writeStartObject();
        for (Map.Entry<String, JsonNode> member : value.properties()) {
          json.writeName(member.getKey());
          write(member.getValue(), json);
        }
        json.writeEndObject();
      }
      case ARRAY -> {
        json.writeStartArray();
        for (JsonNode element : value) {
          write(element, json);
        }
        json.writeEndArray();
      }
      case NUMBER -> writeNumber(value, json);
      case STRING -> json.writeString(value.stringValue());
      case BOOLEAN -> json.writeBoolean(value.booleanValue());
      case NULL, MISSING -> json.writeNull();
      default ->
        throw new IllegalArgumentException(
            "JSON cannot represent a value of type " + value.getNodeType());
    }
  }

  private static void writeNumber(JsonNode number, JsonGenerator json) {
    switch (number.numberType()) {
      case INT, LONG -> json.writeNumber(number.longValue());
      case BIG_INTEGER -> json.writeNumber(number.bigIntegerValue());
      case BIG_DECIMAL -> json.writeNumber(number.decimalValue());
      case FLOAT -> {
        requireFinite(number.floatValue());
        json.writeNumber(number.floatValue());
      }
      case DOUBLE -> write(number.doubleValue(), json);
    }
  }

  private static void write(double number, JsonGenerator json) {
    requireFinite(number);
    json.writeNumber(number);
  }

  private static void requireFinite(double number) {
    if (!Double.isFinite(number)) {
      throw new IllegalArgumentException("JSON cannot represent the number " + number);
    }
  }
}
