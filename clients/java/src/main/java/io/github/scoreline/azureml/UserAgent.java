package io.github.scoreline.azureml;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Builds the {@code User-Agent} of this library. */
final class UserAgent {
  /** The version of the library, written by the build. */
  static final String VERSION = version();

  private UserAgent() {}

  /**
   * Returns {@code [application ]azureml-scoring-java/<version> (<runtime>; <os>)}.
   *
   * @param application the caller's text, or {@code null}
   */
  static String of(String application) {
    String library = "azureml-scoring-java/%s (%s; %s)"
        .formatted(
            VERSION,
            commentText("Java " + System.getProperty("java.version")),
            commentText(System.getProperty("os.name")));
    return application == null ? library : application + " " + library;
  }

  private static String version() {
    var properties = new Properties();
    try (InputStream file = UserAgent.class.getResourceAsStream("version.properties")) {
      properties.load(file);
    } catch (IOException unreadableJar) {
      throw new UncheckedIOException(unreadableJar);
    }
    return properties.getProperty("version");
  }

  /** Replaces characters that would end a header's comment or that a header cannot contain. */
  private static String commentText(String text) {
    return text.replaceAll("[^\\x20-\\x7e]|[();\\\\]", "_");
  }
}
