package io.eddyline.learner.snapshot.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

/**
 * Rows of the snapshot builder take the bytes that docs/memory.md says, each kind weighed in a
 * process that has nothing else on its heap.
 */
final class MirrorBytesTest {
  private static final Percentage TOLERANCE = Percentage.withPercentage(10);

  @Test
  void usersTakeTheirBytes() throws Exception {
    assertThat(bytes("users"))
        .isCloseTo(4.0 * MirrorScale.DIMENSION + 4.0 * MirrorScale.HISTORY + 260, TOLERANCE);
  }

  @Test
  void itemsTakeTheirBytes() throws Exception {
    assertThat(bytes("items"))
        .isCloseTo(8.0 * MirrorScale.DIMENSION + 8.0 * MirrorScale.NEIGHBOURS + 250, TOLERANCE);
  }

  private static double bytes(String kind) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-XX:+UseSerialGC",
                "--add-modules=jdk.incubator.vector",
                "--class-path",
                System.getProperty("java.class.path"),
                MirrorScale.class.getName(),
                kind)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as("exit status; printed: %s", printed).isZero();
    return Double.parseDouble(printed.strip());
  }
}
