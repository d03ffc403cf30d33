package io.eddyline.k8s.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The image of small stand-ins for jars and runtime, without Debian packages. */
class ImageTest {
  private static final Instant CREATED = Instant.parse("2026-11-01T00:00:00Z");
  private static final ImageFacts FACTS =
      new ImageFacts("shop/eddyline:1.2.3", "1.2.3", "0123456789abcdef", "", "", CREATED);

  @TempDir Path folder;

  @Test
  void twoBuildsOfTheSameFilesAreTheSameTar() throws IOException {
    Path first = build(FACTS, folder.resolve("first"), CREATED);
    Path second = build(FACTS, folder.resolve("second"), CREATED.plusSeconds(7_200));
    assertThat(Sha256.of(second)).isEqualTo(Sha256.of(first));
  }

  @Test
  void anotherRevisionIsAnotherImage() throws IOException {
    ImageFacts other = new ImageFacts(FACTS.reference(), "1.2.3", "fedcba", "", "", CREATED);
    assertThat(Sha256.of(build(other, folder.resolve("second"), CREATED)))
        .isNotEqualTo(Sha256.of(build(FACTS, folder.resolve("first"), CREATED)));
  }

  @Test
  void saysWhatItIsByTheLabelsOfTheSpecification() throws IOException {
    ImageArchive image = image(FACTS);
    assertThat(image.reference()).isEqualTo("shop/eddyline:1.2.3");
    assertThat(image.labels())
        .isEqualTo(
            Map.of(
                "org.opencontainers.image.title", "Eddyline",
                "org.opencontainers.image.description",
                    "A recommender that learns from every click while it serves.",
                "org.opencontainers.image.version", "1.2.3",
                "org.opencontainers.image.revision", "0123456789abcdef",
                "org.opencontainers.image.licenses", "Apache-2.0",
                "org.opencontainers.image.created", "2026-11-01T00:00:00Z"));
    assertThat(Instant.parse(image.config().path("created").asText())).isEqualTo(CREATED);
  }

  @Test
  void startsTheCommandAsItsUser() throws IOException {
    ImageArchive image = image(FACTS);
    assertThat(image.run().path("User").asText()).isEqualTo("10001:10001");
    assertThat(image.entryPoint()).isEqualTo(ImageLayout.ENTRY_POINT);
    assertThat(image.run().path("Cmd").path(0).asText()).isEqualTo("--help");
    assertThat(image.environment()).isEqualTo(ImageLayout.environment());
  }

  @Test
  void whatChangesWithEveryCommitIsInTheLastLayerAlone() throws IOException {
    List<Path> layers = image(FACTS).layers();
    assertThat(layers).hasSize(3);
    assertThat(files(layers.get(0))).containsExactly("/opt/java/bin/java", "/opt/java/release");
    assertThat(files(layers.get(1))).containsExactly("/opt/eddyline/lib/other-1.jar");
    assertThat(files(layers.get(2)))
        .containsExactlyInAnyOrder(
            "/opt/eddyline/LICENSE",
            "/opt/eddyline/eddyline",
            "/opt/eddyline/lib/eddyline-learner.jar",
            "/usr/share/sbom/eddyline.cdx.json");
  }

  @Test
  void nothingButDataAndTmpCanBeWrittenByTheUser() throws IOException {
    for (Path layer : image(FACTS).layers()) {
      for (TarArchiveEntry entry : ImageArchive.entries(layer)) {
        String path = path(entry);
        boolean writable =
            entry.getLongUserId() == ImageLayout.USER_ID || (entry.getMode() & 0002) != 0;
        assertThat(writable)
            .as(path)
            .isEqualTo(path.equals("/tmp") || path.equals(ImageLayout.DATA));
        assertThat(entry.getMode() & 0111)
            .as("%s may be executed", path)
            .isEqualTo(entry.isDirectory() || path.equals("/opt/java/bin/java") ? 0111 : 0);
      }
    }
  }

  @Test
  void standsOnABaseImageIfThereIsOne() throws IOException {
    Path base = build(FACTS, folder.resolve("base"), CREATED);
    ImageFacts facts = new ImageFacts("shop/eddyline:2", "2", "", "", "tar://" + base, CREATED);
    ImageArchive image =
        ImageArchive.read(build(facts, folder.resolve("above"), CREATED), folder.resolve("read"));
    assertThat(image.layers()).hasSize(6);
    assertThat(image.labels()).containsEntry("org.opencontainers.image.version", "2");
  }

  private ImageArchive image(ImageFacts facts) throws IOException {
    return ImageArchive.read(
        build(facts, folder.resolve("built"), CREATED), folder.resolve("members"));
  }

  /** An image of files that were written at this time. */
  private static Path build(ImageFacts facts, Path folder, Instant written) throws IOException {
    Path tree = folder.resolve("tree");
    write(tree.resolve("LICENSE"), "licence", written);
    write(tree.resolve("lib/jvm.options"), "-Xmx1g", written);
    write(tree.resolve("lib/other-1.jar"), "other", written);
    write(tree.resolve("lib/eddyline-learner.jar"), "own", written);
    Path command = write(folder.resolve("command"), ImageLayout.commandFile(), written);
    Path bill = write(folder.resolve("bill.json"), "{}", written);
    Path runtime = folder.resolve("runtime");
    Path java = write(runtime.resolve("bin/java"), "java", written);
    assertThat(java.toFile().setExecutable(true)).isTrue();
    write(runtime.resolve("release"), "JAVA_VERSION=25", written);
    ImageLayers making = new ImageLayers(facts.created());
    List<FileEntriesLayer> layers =
        List.of(
            making.runtime(new JavaRuntime(runtime, "25", "somebody")),
            making.dependencies(tree.resolve("lib")),
            making.application(tree, command, bill));
    Path tar = folder.resolve("image.tar");
    assertThat(new ContainerImage(facts, folder.resolve("cache")).write(layers, tar))
        .startsWith("sha256:");
    return tar;
  }

  private static Path write(Path file, String text, Instant time) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    return Files.setLastModifiedTime(file, FileTime.from(time));
  }

  private static List<String> files(Path layer) {
    return ImageArchive.entries(layer).stream()
        .filter(TarArchiveEntry::isFile)
        .map(ImageTest::path)
        .toList();
  }

  private static String path(TarArchiveEntry entry) {
    return "/" + entry.getName().replaceFirst("^/", "").replaceFirst("/$", "");
  }
}
