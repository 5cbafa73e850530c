package io.github.scoreline.azureml;

import java.util.BitSet;

/** A credential that prints as {@code ***} and can be found in text from outside. */
final class Secret {
  static final String MASK = "***";

  private static final int UNICODE_ESCAPE = 6;
  private static final int HEXADECIMAL = 16;

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
    return UNICODE_ESCAPE * value.length();
  }

  /**
   * Returns the end of an occurrence of this secret. It may be plain or have characters escaped as
   * JSON allows: a service that echoes a key may escape its {@code +}, for example.
   *
   * @param text the text to look at
   * @param start where the occurrence has to begin
   * @param partial whether the beginning of this secret is an occurrence at the end of the text
   * @return the end, or −1 if there is no occurrence
   */
  int endIn(String text, int start, boolean partial) {
    char first = text.charAt(start);
    if (first != value.charAt(0) && first != '\\') {
      return -1;
    }
    // A backslash can have two meanings, so there can be more than one place to go on from.
    var places = new BitSet();
    places.set(0);
    for (int i = 0; i < value.length(); i++) {
      var next = new BitSet();
      for (int at = places.nextSetBit(0); at >= 0; at = places.nextSetBit(at + 1)) {
        if (partial && i > 0 && isCutAt(text, start + at)) {
          return text.length();
        }
        step(text, start + at, value.charAt(i), start, next);
      }
      if (next.isEmpty()) {
        return -1;
      }
      places = next;
    }
    return start + places.length() - 1;
  }

  /** Adds where a text goes on after one character of the secret, relative to the start. */
  private static void step(String text, int at, char character, int start, BitSet next) {
    if (at >= text.length()) {
      return;
    }
    if (text.charAt(at) == character) {
      next.set(at + 1 - start);
    }
    if (text.charAt(at) == '\\' && at + 1 < text.length()) {
      if (text.charAt(at + 1) == character) {
        next.set(at + 2 - start);
      }
      if (isEscapeOf(character, text, at)) {
        next.set(at + UNICODE_ESCAPE - start);
      }
    }
  }

  /** Returns whether a backslash, a {@code u} and four hexadecimal digits give a character. */
  private static boolean isEscapeOf(char character, String text, int at) {
    if (at + UNICODE_ESCAPE > text.length() || text.charAt(at + 1) != 'u') {
      return false;
    }
    int code = 0;
    for (int i = at + 2; i < at + UNICODE_ESCAPE; i++) {
      int digit = Character.digit(text.charAt(i), HEXADECIMAL);
      if (digit < 0) {
        return false;
      }
      code = HEXADECIMAL * code + digit;
    }
    return code == character;
  }

  private static boolean isCutAt(String text, int at) {
    int rest = text.length() - at;
    return rest <= 0
        || (text.charAt(at) == '\\'
            && (rest == 1 || (rest < UNICODE_ESCAPE && text.charAt(at + 1) == 'u')));
  }

  @Override
  public String toString() {
    return MASK;
  }
}
