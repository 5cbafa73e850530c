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
 * Opens the three standard streams, without hiding that one was closed before the program started.
 * {@code System.in}, {@code System.out} and {@code System.err} are not used because they buffer,
 * lock and hide errors.
 */
final class StandardStreams {
  /**
   * {@code O_CLOEXEC} of {@code open(2)} on Linux, as printed in the octal flags of a descriptor.
   */
  private static final int CLOSE_ON_EXEC = 0x80000;

  private StandardStreams() {}

  /** Returns standard input; it is empty if it was closed before the program started. */
  static InputStream input() {
    // Buffered for readAllBytes: on JDK 17, FileInputStream.readAllBytes fails on a pipe.
    return wasClosed(0)
        ? InputStream.nullInputStream()
        : new BufferedInputStream(new FileInputStream(FileDescriptor.in));
  }

  /** Returns standard output; writes fail if it was closed before the program started. */
  static OutputStream output() {
    return wasClosed(1) ? new Closed() : new FileOutputStream(FileDescriptor.out);
  }

  /** Returns standard error; writes fail if it was closed before the program started. */
  static OutputStream errors() {
    return wasClosed(2) ? new Closed() : new FileOutputStream(FileDescriptor.err);
  }

  /**
   * Returns whether a descriptor was closed before the program started. If it was, the virtual
   * machine may have reused its number for a file that it opened: its class library, or a file that
   * is closed on exec, which an inherited descriptor cannot be. Detected on Linux only; elsewhere
   * the result is false.
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
