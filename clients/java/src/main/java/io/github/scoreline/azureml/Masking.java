package io.github.scoreline.azureml;

import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;

/** The secrets of a call, and their replacement by {@code ***} in texts from outside. */
final class Masking {
  private final Set<Secret> secrets = new CopyOnWriteArraySet<>();

  void add(Secret secret) {
    secrets.add(secret);
  }

  /** Returns the length of the longest form of any secret in JSON text, in characters. */
  int longestOccurrence() {
    return secrets.stream().mapToInt(Secret::longestOccurrence).max().orElse(0);
  }

  /** Returns whether a secret occurs in a text. */
  boolean isNeededIn(String text) {
    return !in(text).equals(text);
  }

  /** Returns a text with all secrets masked; {@code null} stays {@code null}. */
  String in(String text) {
    return text == null ? null : in(text, text.length(), false);
  }

  /**
   * Returns the beginning of a text with all secrets masked.
   *
   * @param text the text, beyond its cut
   * @param cut where to cut; a secret that begins before it is masked completely
   * @param partial whether the text itself has been cut, so that it may end within a secret
   */
  String in(String text, int cut, boolean partial) {
    if (secrets.isEmpty()) {
      return text.substring(0, cut);
    }
    var masked = new StringBuilder(cut);
    for (int at = 0; at < cut; ) {
      int end = endOfSecret(text, at, partial);
      if (end < 0) {
        masked.append(text.charAt(at++));
      } else {
        masked.append(Secret.MASK);
        at = end;
      }
    }
    return masked.toString();
  }

  private int endOfSecret(String text, int start, boolean partial) {
    int end = -1;
    for (Secret secret : secrets) {
      end = Math.max(end, secret.endIn(text, start, partial));
    }
    return end;
  }
}
