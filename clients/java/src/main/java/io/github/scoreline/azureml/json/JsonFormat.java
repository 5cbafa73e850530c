package io.github.scoreline.azureml.json;

import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;

/** Jackson settings, shared by the reader and the writer. */
final class JsonFormat {
  /** In levels. The reader and the writer recurse, and the stack is limited. */
  private static final int MAX_NESTING = 1_000;

  /** Additional levels for writing, because a session wraps each prediction in an answer. */
  private static final int ENVELOPE_NESTING = 10;

  /** In characters. The exact decimal form of a double can exceed Jackson's default of 1,000. */
  private static final int MAX_NUMBER_LENGTH = 100_000;

  static final JsonFactory FACTORY = JsonFactory.builder()
      .streamReadConstraints(StreamReadConstraints.builder()
          .maxNestingDepth(MAX_NESTING)
          .maxNumberLength(MAX_NUMBER_LENGTH)
          .maxStringLength(Integer.MAX_VALUE)
          .maxNameLength(Integer.MAX_VALUE)
          .build())
      .streamWriteConstraints(StreamWriteConstraints.builder()
          .maxNestingDepth(MAX_NESTING + ENVELOPE_NESTING)
          .build())
      // Caching names pays off for classes, but a payload may have any number of different names.
      .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
      // Before JDK 19, Double.toString does not always return the shortest form.
      .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
      // UTF-8 cannot encode an unpaired surrogate, but JSON can contain one as an escape.
      .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
      .build();

  private JsonFormat() {}
}
