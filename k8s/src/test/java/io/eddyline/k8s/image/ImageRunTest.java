package io.eddyline.k8s.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The entry point, in a root that has nothing but the image. */
@Tag("image")
class ImageRunTest {
  @TempDir static Path folder;
  private static ContainerRoot container;

  @BeforeAll
  static void unpack() {
    BuiltImage.requireContainers();
    ImageArchive image = ImageArchive.read(BuiltImage.TAR, folder.resolve("members"));
    container = ContainerRoot.unpack(image, folder.resolve("root"));
  }

  @Test
  void saysItsVersion() throws Exception {
    Path log = folder.resolve("version.log");
    assertThat(status(List.of("--version"), Map.of(), log)).isZero();
    assertThat(log).content().contains("eddyline 0.");
  }

  @Test
  void flagsOfThePodGoBeforeThoseOfTheImage() throws Exception {
    Path log = folder.resolve("flags.log");
    Map<String, String> flags =
        Map.of("JDK_JAVA_OPTIONS", "-XX:MaxRAMPercentage=37 -XX:+PrintFlagsFinal");
    assertThat(status(List.of("--version"), flags, log)).isZero();
    assertThat(log)
        .content()
        .containsPattern("MaxRAMPercentage += 37\\.0")
        .containsPattern("UseG1GC += true");
  }

  @Test
  void namesBeyondAsciiReachTheCommand() throws Exception {
    Path log = folder.resolve("names.log");
    assertThat(status(List.of("Käufe"), Map.of(), log)).as("wrong usage").isEqualTo(2);
    assertThat(log).content().contains("'Käufe'");
  }

  private static int status(List<String> arguments, Map<String, String> environment, Path log)
      throws IOException, InterruptedException {
    Process process = container.start(arguments, environment, List.of(), log);
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).as("ended, see %s", log).isTrue();
    assertThat(Files.size(log)).isPositive();
    return process.exitValue();
  }
}
