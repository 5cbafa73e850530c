package io.github.scoreline.azureml.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Tests reading and writing JSON. */
class JsonTest {
  @ParameterizedTest
  @DisplayName("text that RFC 8259 does not allow is malformed")
  @ValueSource(
      strings = {
        "",
        " ",
        "NaN",
        "[Infinity]",
        "[-Infinity]",
        "[1,]",
        "{\"a\":1,}",
        "[01]",
        "[+1]",
        "[.5]",
        "[1.]",
        "['a']",
        "{a:1}",
        "// c\n1",
        "1 2",
        "[1",
        "\"a",
        "\"\t\"",
        "tru",
        "\ufeff1",
        "]",
        "\"\\x\""
      })
  void strict(String text) {
    assertThrows(MalformedJsonException.class, () -> JsonReader.read(bytes(text)));
  }

  @Test
  @DisplayName("bytes that are not UTF-8 are malformed, even if a lenient reader accepts them")
  void strictUtf8() {
    byte[][] texts = {
      {'"', (byte) 0xff, '"'},
      {'"', (byte) 0xc0, (byte) 0xaf, '"'},
      {'"', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '"'},
      "[1]".getBytes(StandardCharsets.UTF_16LE)
    };
    for (byte[] text : texts) {
      assertThrows(MalformedJsonException.class, () -> JsonReader.read(text));
    }
  }

  @ParameterizedTest
  @DisplayName("a value that is read and written again is unchanged")
  @ValueSource(
      strings = {
        "{\"a\":[1,true,null,\"x\",{}],\"b\":\"\\uD83D\\uDE00 \\uD800\"}",
        "9007199254740993",
        "-9223372036854775809",
        "-0.0",
        "0.1",
        "1E+400",
        "1.000000000000000000001",
        "\"\""
      })
  void roundTrip(String text) throws Exception {
    assertEquals(text, rewritten(text));
  }

  @Test
  @DisplayName("what JSON cannot represent is refused, and not written as a string")
  void notJson() {
    var nodes = JsonNodeFactory.instance;
    List<JsonNode> values = List.of(
        nodes.numberNode(Double.NaN),
        nodes.arrayNode().add(Double.POSITIVE_INFINITY),
        nodes.numberNode(Float.NEGATIVE_INFINITY),
        nodes.pojoNode(new Object()),
        nodes.binaryNode(new byte[] {1}),
        nodes.missingNode(),
        nodes.arrayNode().add(nodes.missingNode()));
    for (JsonNode value : values) {
      assertThrows(IllegalArgumentException.class, () -> JsonWriter.write(value));
    }
  }

  @Test
  @DisplayName("numbers of every type are written with their value")
  void numberTypes() {
    var nodes = JsonNodeFactory.instance;
    var values = nodes.arrayNode();
    values.add((short) -1).add(2L).add(0.1f).add(-0.0).add(new BigDecimal("1.10"));
    assertEquals(
        "[-1,2,0.1,-0.0,1.10]", new String(JsonWriter.write(values), StandardCharsets.US_ASCII));
  }

  @ParameterizedTest
  @DisplayName("a double is written in its shortest form on every version of Java")
  @CsvSource({
    "2e23,2.0E23",
    "2e-3,0.002",
    "1e23,1.0E23",
    "9007199254740993.0,9.007199254740992E15",
    "2.2250738585072014E-308,2.2250738585072014E-308",
    "8.41E21,8.41E21",
    "2.9802322387695312E-8,2.9802322387695312E-8",
    "-0.0,-0.0"
  })
  void shortestForm(double number, String text) {
    assertEquals("{\"data\":[[" + text + "]]}", data(number));
  }

  @Test
  @DisplayName("every finite double keeps its bits when it is written and read")
  void bitsAreKept() throws Exception {
    var random = new Random(20261124);
    for (int i = 0; i < 20_000; i++) {
      double number = Double.longBitsToDouble(random.nextLong());
      if (Double.isFinite(number)) {
        String text = data(number).replaceAll("[^-+.eE0-9]", "");
        double read = JsonReader.read(bytes("[" + text + "]")).get(0).doubleValue();
        assertEquals(Double.doubleToRawLongBits(number), Double.doubleToRawLongBits(read), text);
      }
    }
  }

  @Test
  @DisplayName("the exact decimal form of the smallest double is read as that double")
  void longNumbers() throws Exception {
    String exact = new BigDecimal(Double.MIN_VALUE).toPlainString();
    assertEquals(Double.MIN_VALUE, JsonReader.read(bytes(exact)).decimalValue().doubleValue());
  }

  @Test
  @DisplayName("a number whose exponent is too large for a decimal is read as zero or infinity")
  void exponents() throws Exception {
    assertEquals(0.0, JsonReader.read(bytes("1e-99999999999")).doubleValue());
    assertEquals(0.0, JsonReader.read(bytes("0e99999999999")).doubleValue());
    assertEquals(
        Double.NEGATIVE_INFINITY, JsonReader.read(bytes("-1e99999999999")).doubleValue());
  }

  @Test
  @DisplayName("text nested 1,000 levels deep is read and written; deeper text is malformed")
  void nesting() throws Exception {
    String deepest = "[".repeat(1_000) + "]".repeat(1_000);
    assertEquals(deepest, rewritten(deepest));
    String deeper = "[".repeat(100_000) + "]".repeat(100_000);
    assertThrows(MalformedJsonException.class, () -> JsonReader.read(bytes(deeper)));
  }

  @Test
  @DisplayName("the error message for malformed text does not quote the text")
  void messageDoesNotQuote() {
    var fault = assertThrows(MalformedJsonException.class, () -> JsonReader.read(bytes("s3cr3t")));
    assertTrue(!fault.getMessage().contains("s3cr3t"), fault.getMessage());
  }

  private static String data(double number) {
    double[][] rows = {{number}};
    return new String(JsonWriter.writeData(rows), StandardCharsets.US_ASCII);
  }

  private static String rewritten(String text) throws MalformedJsonException {
    byte[] written = JsonWriter.write(JsonReader.read(bytes(text)));
    return new String(written, StandardCharsets.US_ASCII);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
