package io.eddyline.k8s.image;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The root file system and the packages that it is made of.
 *
 * @param release file that names the distribution
 */
record DebianRoot(Path folder, List<DebianPackage> packages, Path release) {
  /** File with the packages, beside the file system. */
  static final String LOCK = "debian.lock";

  /**
   * Fetches the packages and makes the file system.
   *
   * @param lock the packages
   * @param asOffered takes the names from the lock, the versions from the machine's lists
   * @param work folder of packages and file system
   */
  static DebianRoot make(Path lock, boolean asOffered, Path work) {
    DebianMirror mirror = new DebianMirror(work.resolve("packages"));
    List<DebianPackage> packages = new ArrayList<>();
    Path unpacked = Folders.fresh(work.resolve("unpacked"));
    for (DebianPackage locked : DebianLock.read(lock)) {
      DebianPackage wanted = asOffered ? mirror.offered(locked.name()) : locked;
      String _ =
          Tool.run(
              work,
              List.of(
                  "dpkg-deb",
                  "--extract",
                  mirror.fetch(wanted).toAbsolutePath().toString(),
                  unpacked.toAbsolutePath().toString()));
      packages.add(wanted);
    }
    RootFileSystem root = RootFileSystem.write(unpacked, Folders.fresh(work.resolve("root")));
    for (DebianPackage it : packages) {
      root.describe(it.name(), DebianMirror.description(mirror.fetch(it)));
    }
    DebianLock.write(work.resolve(LOCK), packages);
    return new DebianRoot(
        root.folder(), List.copyOf(packages), root.folder().resolve("etc/os-release"));
  }
}
