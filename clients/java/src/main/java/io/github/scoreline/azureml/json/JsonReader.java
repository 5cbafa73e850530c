package io.github.scoreline.azureml.json;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.io.NumberOutput;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Reads one JSON value from UTF-8, by the letter of RFC 8259: no byte order mark, no {@code NaN},
 * nothing after the value.
 *
 * <p>Jackson's own mapper would do, but for two things: it makes −0.0 or a long decimal into
 * another number, and its start takes longer than all else that a one-shot call does.
 */
public final class JsonReader {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final JsonParser tokens;

  private JsonReader(JsonParser tokens) {
    this.tokens = tokens;
  }

  /**
   * Reads the only value of a text.
   *
   * <p>A decimal that a double gives back is a {@code DoubleNode}, any other a {@code DecimalNode},
   * and one whose exponent goes beyond that too a {@code DoubleNode} of zero or infinity; integers are exact, whatever their size. Of members with the same name the last one counts.
   *
   * @param utf8 the text's bytes
   * @return the value; a JSON {@code null} is a {@code NullNode}
   * @throws MalformedJsonException if the text is not one JSON value in UTF-8
   */
  public static JsonNode read(byte[] utf8) throws MalformedJsonException {
    // Decoded first: Jackson guesses at UTF-16 and takes some byte sequences that are not UTF-8.
    try (JsonParser tokens =
        JsonFormat.FACTORY.createParser(ObjectReadContext.empty(), decoded(utf8))) {
      return new JsonReader(tokens).onlyValue();
    } catch (JacksonException fault) {
      throw new MalformedJsonException("not valid JSON" + where(fault.getLocation()));
    }
  }

  private static String decoded(byte[] utf8) throws MalformedJsonException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
    } catch (CharacterCodingException fault) {
      throw new MalformedJsonException("not UTF-8");
    }
  }

  private static String where(TokenStreamLocation place) {
    return place == null || place.getLineNr() < 1
        ? ""
        : " (line %d, column %d)".formatted(place.getLineNr(), place.getColumnNr());
  }

  private JsonNode onlyValue() throws MalformedJsonException {
    JsonToken first = tokens.nextToken();
    if (first == null) {
      throw new MalformedJsonException("empty where a JSON value is due");
    }
    JsonNode value = value(first);
    if (tokens.nextToken() != null) {
      throw new MalformedJsonException("more than one JSON value");
    }
    return value;
  }

  private JsonNode value(JsonToken token) throws MalformedJsonException {
    return switch (token) {
      case START_OBJECT -> object();
      case START_ARRAY -> array();
      case VALUE_STRING -> NODES.stringNode(tokens.getString());
      case VALUE_NUMBER_INT -> integer();
      case VALUE_NUMBER_FLOAT -> decimal(tokens.getString());
      case VALUE_TRUE -> NODES.booleanNode(true);
      case VALUE_FALSE -> NODES.booleanNode(false);
      case VALUE_NULL -> NODES.nullNode();
      default -> throw new MalformedJsonException("not valid JSON");
    };
  }

  private JsonNode object() throws MalformedJsonException {
    var object = NODES.objectNode();
    while (tokens.nextToken() != JsonToken.END_OBJECT) {
      String name = tokens.currentName();
      object.set(name, value(tokens.nextToken()));
    }
    return object;
  }

  private JsonNode array() throws MalformedJsonException {
    var array = NODES.arrayNode();
    for (JsonToken token = tokens.nextToken();
        token != JsonToken.END_ARRAY;
        token = tokens.nextToken()) {
      array.add(value(token));
    }
    return array;
  }

  private JsonNode integer() {
    return switch (tokens.getNumberType()) {
      case INT -> {
        int value = tokens.getIntValue();
        // No integer keeps the sign of −0.
        yield value == 0 && tokens.getString().startsWith("-")
            ? NODES.numberNode(-0.0)
            : NODES.numberNode(value);
      }
      case LONG -> NODES.numberNode(tokens.getLongValue());
      default -> NODES.numberNode(tokens.getBigIntegerValue());
    };
  }

  private static JsonNode decimal(String text) {
    double nearest = Double.parseDouble(text);
    try {
      return Double.isFinite(nearest) && isWrittenAs(nearest, text)
          ? NODES.numberNode(nearest)
          : NODES.numberNode(new BigDecimal(text));
    } catch (NumberFormatException beyondDecimals) {
      return NODES.numberNode(nearest);
    }
  }

  /** Whether writing the double would give the number that the text stands for. */
  private static boolean isWrittenAs(double number, String text) {
    String written = NumberOutput.toString(number, true);
    return written.equals(text) || new BigDecimal(written).compareTo(new BigDecimal(text)) == 0;
  }
}
