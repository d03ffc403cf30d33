package io.eddyline.k8s.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BillOfMaterialsTest {
  private static final String DIGEST = "0123456789abcdef".repeat(4);

  @TempDir Path folder;

  @Test
  void hasPackagesAndRuntimeBesideTheJars() throws IOException {
    Path jars =
        Files.writeString(folder.resolve("bom.json"), "{\"components\":[{\"name\":\"jar\"}]}");
    Path release =
        Files.writeString(folder.resolve("os-release"), "ID=debian\nVERSION_ID=\"12\"\n");
    DebianPackage library = new DebianPackage("libstdc++6", "12.2.0-14+deb12u1", "amd64", DIGEST);
    Path file = folder.resolve("all.json");
    BillOfMaterials.read(jars)
        .with(new DebianRoot(folder, List.of(library), release))
        .with(new JavaRuntime(folder, "25.0.3+9-LTS", "Eclipse Adoptium"))
        .write(file);

    JsonNode components = new ObjectMapper().readTree(file.toFile()).path("components");
    assertThat(components)
        .extracting(it -> it.path("name").asText())
        .containsExactly("jar", "debian", "libstdc++6", "openjdk");
    assertThat(components.path(2).path("purl").asText())
        .isEqualTo("pkg:deb/debian/libstdc%2B%2B6@12.2.0-14%2Bdeb12u1?arch=amd64&distro=debian-12");
    assertThat(components.path(2).path("hashes").path(0).path("content").asText())
        .isEqualTo(DIGEST);
    assertThat(components.path(3).path("cpe").asText())
        .isEqualTo("cpe:2.3:a:oracle:openjdk:25.0.3:*:*:*:*:*:*:*");
  }

  @Test
  void refusesJarsThatItDoesNotName() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("bom.json"),
            """
            {"metadata": {"component": {"name": "own", "version": "1", "purl": "pkg:maven/a/own@1"}},
             "components": [
              {"name": "other", "version": "2", "purl": "pkg:maven/a/other@2?classifier=x&type=jar"}]}
            """);
    BillOfMaterials bill = BillOfMaterials.read(file);
    Path libraries = Files.createDirectory(folder.resolve("lib"));
    Files.createFile(libraries.resolve("own-1.jar"));
    Files.createFile(libraries.resolve("other-2-x.jar"));
    Files.createFile(libraries.resolve("jvm.options"));
    assertThat(bill.requireJars(libraries)).isSameAs(bill);

    Files.move(libraries.resolve("other-2-x.jar"), libraries.resolve("other-1-x.jar"));
    assertThatThrownBy(() -> bill.requireJars(libraries))
        .hasMessageContaining("has [other-1-x.jar] that the bill of materials has not")
        .hasMessageContaining("lacks [other-2-x.jar]: build from clean");
  }

  @Test
  void theLockIsReadAsItIsWritten() {
    DebianPackage library = new DebianPackage("libc6", "2.36-9+deb12u14", "amd64", DIGEST);
    Path lock = folder.resolve("debian.lock");
    DebianLock.write(lock, List.of(library));
    assertThat(DebianLock.read(lock)).containsExactly(library);
    assertThatThrownBy(() -> DebianPackage.parse("libc6 2.36"))
        .hasMessageContaining("\"libc6 2.36\": expected name, version, architecture and SHA-256");
  }

  @Test
  void theLockOfTheImageNamesEachPackageOnce() {
    assertThat(DebianLock.read(Path.of("src/image/debian.lock")))
        .extracting(DebianPackage::name)
        .doesNotHaveDuplicates()
        .contains("libc6", "libstdc++6", "libgcc-s1");
  }
}
