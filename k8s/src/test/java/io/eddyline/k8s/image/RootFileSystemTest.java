package io.eddyline.k8s.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A root file system of packages that look like Debian's. */
class RootFileSystemTest {
  @TempDir Path folder;
  private Path unpacked;

  @BeforeEach
  void unpack() throws IOException {
    unpacked = folder.resolve("unpacked");
    write("lib/x86_64-linux-gnu/libc.so.6");
    write("lib/x86_64-linux-gnu/ld-linux-x86-64.so.2");
    write("usr/lib/x86_64-linux-gnu/libstdc++.so.6.0.30");
    write("usr/lib/x86_64-linux-gnu/gconv/EUC-JP.so");
    write("usr/lib/locale/C.utf8/LC_MESSAGES/SYS_LC_MESSAGES");
    write("usr/lib/os-release");
    write("usr/bin/ldd");
    write("usr/share/doc/gcc-12-base/copyright");
    write("usr/share/doc/gcc-12-base/changelog.gz");
    link("lib64/ld-linux-x86-64.so.2", "/lib/x86_64-linux-gnu/ld-linux-x86-64.so.2");
    link("usr/lib/x86_64-linux-gnu/libstdc++.so.6", "libstdc++.so.6.0.30");
    link("usr/share/doc/libstdc++6", "gcc-12-base");
    link("etc/os-release", "../usr/lib/os-release");
  }

  @Test
  void hasLibrariesUnderTheNamesThatTheyAreAskedForByAndNoPrograms() throws IOException {
    RootFileSystem root = RootFileSystem.write(unpacked, folder.resolve("root"));
    assertThat(files(root.folder()))
        .containsExactlyInAnyOrder(
            "etc/group",
            "etc/nsswitch.conf",
            "etc/os-release",
            "etc/passwd",
            "lib/x86_64-linux-gnu/ld-linux-x86-64.so.2",
            "lib/x86_64-linux-gnu/libc.so.6",
            "lib64/ld-linux-x86-64.so.2",
            "usr/lib/locale/C.utf8/LC_MESSAGES/SYS_LC_MESSAGES",
            "usr/lib/x86_64-linux-gnu/libstdc++.so.6",
            "usr/share/doc/gcc-12-base/copyright",
            "usr/share/doc/libstdc++6/copyright");
    assertThat(root.folder().resolve("lib64/ld-linux-x86-64.so.2"))
        .as("a link from the root is one of the packages' root")
        .hasContent("lib/x86_64-linux-gnu/ld-linux-x86-64.so.2");
  }

  @Test
  void describesItsPackagesWhereScannersLook() {
    RootFileSystem root = RootFileSystem.write(unpacked, folder.resolve("root"));
    root.describe("libc6", "Package: libc6\nVersion: 2.36\n");
    assertThat(root.folder().resolve("var/lib/dpkg/status.d/libc6"))
        .hasContent("Package: libc6\nVersion: 2.36\n");
  }

  private void write(String name) throws IOException {
    Path file = unpacked.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, name);
  }

  private void link(String name, String target) throws IOException {
    Path file = unpacked.resolve(name);
    Files.createDirectories(file.getParent());
    Files.createSymbolicLink(file, Path.of(target));
  }

  private static List<String> files(Path root) throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      return all.filter(Files::isRegularFile)
          .map(file -> root.relativize(file).toString())
          .toList();
    }
  }
}
