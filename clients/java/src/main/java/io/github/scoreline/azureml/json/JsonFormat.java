package io.github.scoreline.azureml.json;

import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;

/** The settings of Jackson that reader and writer share. */
final class JsonFormat {
  /** The deepest nesting that is read and written; both recurse, and a stack has an end. */
  private static final int DEEPEST_NESTING = 1_000;

  /** The session wraps what it has read into an answer. */
  private static final int ENVELOPE = 10;

  /** In characters. The exact decimal form of a double takes more than Jackson's default, 1,000. */
  private static final int LONGEST_NUMBER = 100_000;

  static final JsonFactory FACTORY = JsonFactory.builder()
      .streamReadConstraints(StreamReadConstraints.builder()
          .maxNestingDepth(DEEPEST_NESTING)
          .maxNumberLength(LONGEST_NUMBER)
          .maxStringLength(Integer.MAX_VALUE)
          .maxNameLength(Integer.MAX_VALUE)
          .build())
      .streamWriteConstraints(StreamWriteConstraints.builder()
          .maxNestingDepth(DEEPEST_NESTING + ENVELOPE)
          .build())
      // Remembered names pay for beans; a payload may have any number of different names.
      .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
      // Before JDK 19 Double.toString does not always give the shortest form.
      .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
      // Half a surrogate pair has no UTF-8, yet JSON can hold it as an escape.
      .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
      .build();

  private JsonFormat() {}
}
