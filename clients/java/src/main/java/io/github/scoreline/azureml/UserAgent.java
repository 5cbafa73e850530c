package io.github.scoreline.azureml;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The words by which this library introduces itself. */
final class UserAgent {
  /** As the build wrote it down. */
  static final String VERSION = version();

  private UserAgent() {}

  /**
   * {@code [application ]azureml-scoring-java/<version> (<runtime>; <os>)}.
   *
   * @param application the caller's own words, or {@code null}
   */
  static String of(String application) {
    String own = "azureml-scoring-java/%s (%s; %s)"
        .formatted(
            VERSION,
            commentText("Java " + System.getProperty("java.version")),
            commentText(System.getProperty("os.name")));
    return application == null ? own : application + " " + own;
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

  /** Without what would end a header's comment or not pass in a header at all. */
  private static String commentText(String text) {
    return text.replaceAll("[^\\x20-\\x7e]|[();\\\\]", "_");
  }
}
