package io.eddyline.k8s.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/** What the profile {@code images} has built. Threading: constants. */
final class BuiltImage {
  /** Folder of the build. */
  static final Path FOLDER = Path.of("target", "image");

  static final Path TAR = FOLDER.resolve(ImageBuild.TAR);

  /** The runnable tree that is in it. */
  static final Path TREE = Path.of("target", "eddyline");

  /** Bill of materials of the jars. */
  static final Path JARS = Path.of("target", "bom.json");

  private BuiltImage() {}

  /** Fails where processes cannot be put into a root of their own. */
  static void requireContainers() {
    assertThat(ContainerRoot.isPossible())
        .as("the test is root, and may make mount namespaces and change users")
        .isTrue();
  }

  /** What it was told to say of itself. */
  static ImageFacts facts(ImageArchive image) {
    return new ImageFacts(
        image.reference(),
        label(image, "version"),
        label(image, "revision"),
        label(image, "source"),
        label(image, "base.name"),
        Instant.parse(label(image, "created")));
  }

  /** The packages that it was built from. */
  static Path lock() {
    Path lock = FOLDER.resolve(DebianRoot.LOCK);
    return Files.exists(lock) ? lock : Path.of("src", "image", DebianRoot.LOCK);
  }

  private static String label(ImageArchive image, String name) {
    return image.labels().getOrDefault("org.opencontainers.image." + name, "");
  }
}
