package io.github.scoreline.azureml;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A credential that prints as {@code ***} and can take itself out of foreign text. */
final class Secret {
  static final String MASK = "***";

  private final String value;

  Secret(String value) {
    if (value.isEmpty()) {
      throw new IllegalArgumentException("an empty secret is none");
    }
    this.value = value;
  }

  /** The credential itself, for the one header that carries it. */
  String reveal() {
    return value;
  }

  /** The most characters that one occurrence of this secret takes in JSON text. */
  int longestOccurrence() {
    return 6 * value.length();
  }

  /**
   * Finds this secret in a text, as it is or with characters escaped the way JSON allows: a service
   * that echoes a key with a {@code +} in it may well write {@code \u002b}.
   */
  Matcher in(CharSequence text) {
    var pattern = new StringBuilder();
    for (char character : value.toCharArray()) {
      String plain = Pattern.quote(String.valueOf(character));
      String escaped = String.format(Locale.ROOT, "\\\\u(?i:%04x)", (int) character);
      pattern.append("(?:").append(escaped).append("|\\\\").append(plain).append('|');
      pattern.append(plain).append(')');
    }
    return Pattern.compile(pattern.toString()).matcher(text);
  }

  /** The text with every occurrence of this secret replaced by {@code ***}. */
  String maskedIn(String text) {
    return in(text).replaceAll(Matcher.quoteReplacement(MASK));
  }

  @Override
  public String toString() {
    return MASK;
  }
}
