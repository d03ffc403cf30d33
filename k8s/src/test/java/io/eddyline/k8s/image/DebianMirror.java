package io.eddyline.k8s.image;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Packages as {@code apt-get} of this machine gets them: it checks them against its signed lists.
 *
 * <p>Threading: one thread.
 */
final class DebianMirror {
  private final Path folder;

  /**
   * A mirror that keeps what it has fetched.
   *
   * @param folder of the packages; created if absent
   */
  DebianMirror(Path folder) {
    this.folder = folder;
  }

  /** Fetches exactly this package; returns its file. */
  Path fetch(DebianPackage wanted) {
    Path kept = folder.resolve(wanted.sha256()).resolve(wanted.name() + ".deb");
    if (Files.exists(kept) && Sha256.of(kept).equals(wanted.sha256())) {
      return kept;
    }
    Path fetched;
    try {
      fetched = download(wanted.name() + "=" + wanted.version());
    } catch (IllegalStateException e) {
      throw new IllegalStateException(
          ("%s %s is locked, and this machine's lists do not offer it: -Dimage.packages=offered"
                  + " takes the versions that they do offer, and writes a lock of these")
              .formatted(wanted.name(), wanted.version()),
          e);
    }
    String found = Sha256.of(fetched);
    if (!found.equals(wanted.sha256())) {
      throw new IllegalStateException(
          "%s %s has the digest %s, expected %s"
              .formatted(wanted.name(), wanted.version(), found, wanted.sha256()));
    }
    return keep(fetched, wanted);
  }

  /** The package of a name in the version that is offered now, fetched. */
  DebianPackage offered(String name) {
    Path fetched = download(name);
    DebianPackage offered =
        new DebianPackage(
            name,
            describe(fetched, List.of("Version")).strip(),
            describe(fetched, List.of("Architecture")).strip(),
            Sha256.of(fetched));
    Path _ = keep(fetched, offered);
    return offered;
  }

  /** A package's description of itself. */
  static String description(Path deb) {
    return describe(deb, List.of());
  }

  private static String describe(Path deb, List<String> fields) {
    List<String> line =
        new ArrayList<>(List.of("dpkg-deb", "--field", deb.toAbsolutePath().toString()));
    line.addAll(fields);
    return Tool.run(Path.of("."), line);
  }

  private Path download(String what) {
    Path fresh = folder.resolve("new");
    try {
      Files.createDirectories(fresh);
      try (Stream<Path> before = Files.list(fresh)) {
        for (Path left : before.toList()) {
          Files.delete(left);
        }
      }
      String _ = Tool.run(fresh, List.of("apt-get", "--quiet", "download", what));
      try (Stream<Path> files = Files.list(fresh)) {
        return files.findFirst().orElseThrow();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path keep(Path fetched, DebianPackage it) {
    Path kept = folder.resolve(it.sha256()).resolve(it.name() + ".deb");
    try {
      Files.createDirectories(kept.getParent());
      return Files.move(fetched, kept, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
