package io.github.scoreline.azureml.program;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/** Splits a stream of bytes into lines of any length. */
final class LineReader {
  private static final int BUFFER_BYTES = 64 * 1024;

  private final InputStream stream;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int start;
  private int end;

  LineReader(InputStream stream) {
    this.stream = stream;
  }

  /**
   * Returns the next line without its line feed, or {@code null} at the end of the stream. Bytes
   * after the last line feed form a line too.
   */
  byte[] next() throws IOException {
    var line = new ByteArrayOutputStream();
    while (true) {
      for (int i = start; i < end; i++) {
        if (buffer[i] == '\n') {
          line.write(buffer, start, i - start);
          start = i + 1;
          return line.toByteArray();
        }
      }
      line.write(buffer, start, end - start);
      start = 0;
      end = Math.max(0, stream.read(buffer));
      if (end == 0) {
        return line.size() == 0 ? null : line.toByteArray();
      }
    }
  }
}
