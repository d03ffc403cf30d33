package io.eddyline.k8s.image;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the image has of an operating system: the shared libraries that the runtime and the native
 * libraries of the jars ask for, the names of user and hosts' lookup, and what tells a scanner and
 * a lawyer which packages these are. No program is in it.
 *
 * <p>Jib's layers have no links: a link of a package becomes a copy of its target, and a library
 * that only links in its folder name is stored under their names alone.
 *
 * <p>Threading: one thread.
 */
final class RootFileSystem {
  /** Of the packages' files: sonames, the locale of UTF-8, identity, licences. */
  private static final List<PathMatcher> KEPT =
      Stream.of(
              "lib/*/*.so.*",
              "lib*/ld-linux*",
              "usr/lib/*/*.so.*",
              "usr/lib/locale/C.utf8/**",
              "etc/{os-release,debian_version}",
              "usr/share/common-licenses/*",
              "usr/share/doc/*/copyright")
          .map(glob -> FileSystems.getDefault().getPathMatcher("glob:" + glob))
          .toList();

  private static final String NAME = "eddyline";

  private final Path folder;

  private RootFileSystem(Path folder) {
    this.folder = folder;
  }

  /**
   * Writes the file system.
   *
   * @param unpacked all packages' files in one tree
   * @param folder where it is written; is empty or absent
   */
  static RootFileSystem write(Path unpacked, Path folder) {
    RootFileSystem root = new RootFileSystem(folder);
    try {
      root.copyKept(unpacked);
      root.writeNames();
      for (String mountPoint : List.of("dev", "proc", "sys", "tmp")) {
        Files.createDirectories(folder.resolve(mountPoint));
      }
      return root;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Lets scanners find a package: its description is where images without dpkg have it. */
  void describe(String packageName, String control) {
    Path file = folder.resolve("var/lib/dpkg/status.d").resolve(packageName);
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, control.stripTrailing() + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path folder() {
    return folder;
  }

  private void copyKept(Path unpacked) throws IOException {
    Files.walkFileTree(
        unpacked,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            copy(unpacked, unpacked.relativize(file));
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private void copy(Path unpacked, Path name) throws IOException {
    Path file = unpacked.resolve(name);
    Path source = target(unpacked, file);
    if (Files.isDirectory(source, LinkOption.NOFOLLOW_LINKS)) {
      try (Stream<Path> children = Files.list(source)) {
        for (Path child : children.toList()) {
          copyIfKept(name.resolve(child.getFileName().toString()), target(unpacked, child));
        }
      }
    } else if (Files.isSymbolicLink(file) || !hasOtherName(unpacked, file)) {
      copyIfKept(name, source);
    }
  }

  private void copyIfKept(Path name, Path source) throws IOException {
    if (KEPT.stream().anyMatch(kept -> kept.matches(name)) && Files.isRegularFile(source)) {
      Path copy = folder.resolve(name);
      Files.createDirectories(copy.getParent());
      Files.copy(source, copy, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** What a file is a link to, as seen from the packages' own root. */
  private static Path target(Path unpacked, Path file) throws IOException {
    if (!Files.isSymbolicLink(file)) {
      return file;
    }
    Path target = Files.readSymbolicLink(file);
    Path inside =
        target.isAbsolute()
            ? unpacked.resolve(target.getRoot().relativize(target))
            : file.resolveSibling(target).normalize();
    return target(unpacked, inside);
  }

  private static boolean hasOtherName(Path unpacked, Path file) throws IOException {
    try (Stream<Path> siblings = Files.list(file.getParent())) {
      for (Path sibling : siblings.filter(Files::isSymbolicLink).toList()) {
        if (target(unpacked, sibling).equals(file)) {
          return true;
        }
      }
    }
    return false;
  }

  private void writeNames() throws IOException {
    Path etc = Files.createDirectories(folder.resolve("etc"));
    Files.writeString(
        etc.resolve("passwd"),
        """
        root:x:0:0:root:/:/nonexistent
        %1$s:x:%2$d:%2$d:%1$s:/tmp:/nonexistent
        """
            .formatted(NAME, ImageLayout.USER_ID));
    Files.writeString(
        etc.resolve("group"),
        """
        root:x:0:
        %s:x:%d:
        """
            .formatted(NAME, ImageLayout.USER_ID));
    Files.writeString(
        etc.resolve("nsswitch.conf"), "passwd: files\ngroup: files\nhosts: files dns\n");
  }
}
