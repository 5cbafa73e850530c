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
 * Reads one JSON value from UTF-8, strictly according to RFC 8259: a byte order mark, {@code NaN}
 * and anything after the value are rejected.
 *
 * <p>Jackson's tokenizer does the parsing. This class only builds its tree, in place of Jackson's
 * mapper, for two reasons: the mapper changes the value of −0 or of long decimals, and initializing
 * it takes longer than the rest of a one-shot call.
 */
public final class JsonReader {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final JsonParser tokens;

  private JsonReader(JsonParser tokens) {
    this.tokens = tokens;
  }

  /**
   * Reads a text that consists of one value.
   *
   * <p>Integers are exact, whatever their size. A decimal becomes a {@code DoubleNode} if the
   * double has the same value when it is written out, and a {@code DecimalNode} otherwise. A
   * decimal whose exponent is too large even for that becomes a {@code DoubleNode} of zero or
   * infinity. If members have the same name, the last one is kept.
   *
   * @param utf8 the text's bytes
   * @return the value; a JSON {@code null} is a {@code NullNode}
   * @throws MalformedJsonException if the text is not one JSON value in UTF-8
   */
  public static JsonNode read(byte[] utf8) throws MalformedJsonException {
    // Decode first: from bytes, Jackson also accepts UTF-16 and some sequences that are not UTF-8.
    try (JsonParser tokens =
        JsonFormat.FACTORY.createParser(ObjectReadContext.empty(), decoded(utf8))) {
      return new JsonReader(tokens).onlyValue();
    } catch (JacksonException fault) {
      throw new MalformedJsonException(problemAt(fault.getLocation()));
    }
  }

  private static String decoded(byte[] utf8) throws MalformedJsonException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
    } catch (CharacterCodingException fault) {
      throw new MalformedJsonException("not UTF-8");
    }
  }

  private static String problemAt(TokenStreamLocation location) {
    return location == null || location.getLineNr() < 1
        ? "syntax error"
        : "error at line %d, column %d".formatted(location.getLineNr(), location.getColumnNr());
  }

  private JsonNode onlyValue() throws MalformedJsonException {
    JsonToken first = tokens.nextToken();
    if (first == null) {
      throw new MalformedJsonException("no value");
    }
    JsonNode value = value(first);
    if (tokens.nextToken() != null) {
      throw new MalformedJsonException("more than one value");
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
      default -> throw new MalformedJsonException("syntax error");
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
        // An integer node cannot represent −0.
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
    } catch (NumberFormatException exponentTooLarge) {
      return NODES.numberNode(nearest);
    }
  }

  /** Returns whether the double, when written as JSON, has exactly the value of the text. */
  private static boolean isWrittenAs(double number, String text) {
    String written = NumberOutput.toString(number, true);
    return written.equals(text) || new BigDecimal(written).compareTo(new BigDecimal(text)) == 0;
  }
}
