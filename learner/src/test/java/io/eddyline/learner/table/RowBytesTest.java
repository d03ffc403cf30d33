package io.eddyline.learner.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.eddyline.learner.table.RowScale.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

/**
 * A million rows take the bytes that docs/memory.md says, each kind weighed in a process that has
 * nothing else on its heap.
 */
final class RowBytesTest {
  private static final Percentage TOLERANCE = Percentage.withPercentage(10);
  /* The id of an item, shared by owner and replica where both are weighed. */
  private static final int ID_BYTES = 56;

  @Test
  void usersTakeTheirBytes() throws Exception {
    assertThat(bytes(Kind.USER))
        .isCloseTo(8.0 * RowScale.DIMENSION + 16.0 * RowScale.HISTORY + 216, TOLERANCE);
  }

  @Test
  void itemsTakeTheirBytes() throws Exception {
    assertThat(bytes(Kind.ITEM)).isCloseTo(12.0 * RowScale.DIMENSION + 148, TOLERANCE);
  }

  @Test
  void theReplicaTakesItsBytes() throws Exception {
    assertThat(bytes(Kind.REPLICA)).isCloseTo(12.0 * RowScale.DIMENSION + 188, TOLERANCE);
  }

  @Test
  void neighboursTakeTheirBytes() throws Exception {
    double rows = 24.0 * RowScale.DIMENSION + 336 - ID_BYTES;
    assertThat(bytes(Kind.NEIGHBOURS) - rows).isCloseTo(22.0 * RowScale.NEIGHBOURS + 60, TOLERANCE);
  }

  private static double bytes(Kind kind) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx2g",
                "-XX:+UseSerialGC",
                "--add-modules=jdk.incubator.vector",
                "--class-path",
                System.getProperty("java.class.path"),
                RowScale.class.getName(),
                kind.name())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as("exit status; printed: %s", printed).isZero();
    return Double.parseDouble(printed.strip());
  }
}
