package io.github.scoreline.azureml.program;

import java.io.BufferedInputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The three standard streams, without hiding that one of them is closed. Not System.in and its like:
 * those buffer, lock and hide faults.
 */
final class StandardStreams {
  /** Of {@code open(2)} on Linux, as its number of flags is printed. */
  private static final int CLOSE_ON_EXEC = 0x80000;

  private StandardStreams() {}

  /** Standard input; one that was closed before the program started is at its end. */
  static InputStream input() {
    // The buffer is for readAllBytes: on JDK 17 that of a file stream fails on a pipe.
    return wasClosed(0)
        ? InputStream.nullInputStream()
        : new BufferedInputStream(new FileInputStream(FileDescriptor.in));
  }

  /** Standard output; one that was closed before the program started fails. */
  static OutputStream output() {
    return wasClosed(1) ? new Closed() : new FileOutputStream(FileDescriptor.out);
  }

  /** Standard error. */
  static OutputStream errors() {
    return wasClosed(2) ? new Closed() : new FileOutputStream(FileDescriptor.err);
  }

  /**
   * Whether a descriptor was closed before the program started, so that a file of the virtual
   * machine may have its number now: its library of classes, or one that is closed on exec, which no
   * descriptor is that came through one. Only Linux tells.
   */
  private static boolean wasClosed(int descriptor) {
    Path self = Path.of("/proc/self");
    if (!Files.isDirectory(self.resolve("fdinfo"))) {
      return false;
    }
    try {
      String number = String.valueOf(descriptor);
      Path file = Files.readSymbolicLink(self.resolve("fd").resolve(number));
      return file.startsWith(Path.of(System.getProperty("java.home")).toRealPath())
          || Files.readAllLines(self.resolve("fdinfo").resolve(number)).stream()
              .filter(line -> line.startsWith("flags:"))
              .mapToInt(
                  line -> Integer.parseInt(line.substring("flags:".length()).strip(), 8))
              .anyMatch(flags -> (flags & CLOSE_ON_EXEC) != 0);
    } catch (IOException noSuchDescriptor) {
      return true;
    }
  }

  private static final class Closed extends OutputStream {
    @Override
    public void write(int octet) throws IOException {
      throw new IOException("the stream was closed before the program started");
    }
  }
}
