package io.eddyline.k8s.image;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A program of the system that is run to its end. Threading: stateless. */
final class Tool {
  private Tool() {}

  /**
   * What the program prints on its standard output.
   *
   * @param folder where it works
   * @throws IllegalStateException with what it printed if its status is not 0
   */
  static String run(Path folder, List<String> line) {
    ProcessBuilder builder = new ProcessBuilder(line).directory(folder.toFile());
    builder.environment().put("LC_ALL", "C.UTF-8");
    try {
      Path errors = Files.createTempFile("tool", ".log");
      try {
        Process process = builder.redirectError(errors.toFile()).start();
        process.getOutputStream().close();
        String printed =
            new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int status = process.waitFor();
        if (status != 0) {
          throw new IllegalStateException(
              "%s ended with %d: %s%s"
                  .formatted(String.join(" ", line), status, printed, Files.readString(errors)));
        }
        return printed;
      } finally {
        Files.delete(errors);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(line.getFirst() + " cannot be run here", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
