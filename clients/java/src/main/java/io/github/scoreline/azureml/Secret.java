package io.github.scoreline.azureml;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A credential that prints as {@code ***} and can be masked in text from outside. */
final class Secret {
  static final String MASK = "***";

  private final String value;

  Secret(String value) {
    if (value.isEmpty()) {
      throw new IllegalArgumentException("the secret is empty");
    }
    this.value = value;
  }

  /** Returns the credential in plain text, for the {@code Authorization} header. */
  String reveal() {
    return value;
  }

  /** Returns the length of the longest form of this secret in JSON text, in characters. */
  int longestOccurrence() {
    return 6 * value.length();
  }

  /**
   * Returns a matcher that finds this secret in a text, plain or with characters escaped as JSON
   * allows: a service that echoes a key may escape its {@code +}, for example.
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

  /** Returns the text with every occurrence of this secret replaced by {@code ***}. */
  String maskedIn(String text) {
    return in(text).replaceAll(Matcher.quoteReplacement(MASK));
  }

  @Override
  public String toString() {
    return MASK;
  }
}
