package io.github.scoreline.azureml;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests where secrets are found in texts. */
class MaskingTest {
  @ParameterizedTest
  @DisplayName("a secret is found plain and with any character escaped, and nothing else is masked")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "a+/|x a+/ y|x *** y",
        "a+/|\\u0061\\u002B\\u002b/|\\u0061\\u002B\\u002b/",
        "a+/|\\u0061\\u002B\\/!|***!",
        "a+/|\\a+/|***",
        "a+/|aa+/a+/a+|a******a+",
        "a+/|a+\\u002g|a+\\u002g",
        "u0075|\\u0075|***",
        "u0|\\u00750|***",
        "\\\\|\\\\|***",
        "\\\\|\\\\\\\\|***",
        "\\\\x|\\\\\\\\\\\\\\\\y|\\\\\\\\\\\\\\\\y",
        "aab|aaab|a***"
      })
  void occurrences(String secret, String text, String masked) {
    var masking = new Masking();
    masking.add(new Secret(secret));
    assertEquals(masked, masking.in(text));
  }

  @ParameterizedTest
  @DisplayName("the end of a text that was cut may be within a secret, or within an escape in it")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {"a+/|xa+|x***", "a+/|xa\\|x***", "a+/|xa\\u00|x***", "a+/|x\\|x\\", "a+/|xa-|xa-"})
  void occurrencesInCutTexts(String secret, String text, String masked) {
    var masking = new Masking();
    masking.add(new Secret(secret));
    assertEquals(masked, masking.in(text, text.length(), true));
  }

  @Test
  @DisplayName("of several secrets, each is masked, and the longest where they begin together")
  void severalSecrets() {
    var masking = new Masking();
    masking.add(new Secret("abc"));
    masking.add(new Secret("abcd"));
    masking.add(new Secret("x"));
    assertEquals("***!***e***", masking.in("abc!abcde" + "x"));
  }

  @Test
  @DisplayName("the time to mask a text grows with its length only")
  void linearTime() {
    var masking = new Masking();
    masking.add(new Secret("\\".repeat(70) + "x"));
    masking.add(new Secret("a".repeat(70) + "x"));
    String text = "\\".repeat(2_000) + "a".repeat(60_000);
    Assertions.assertTimeout(Duration.ofSeconds(20), () -> assertEquals(text, masking.in(text)));
  }
}
