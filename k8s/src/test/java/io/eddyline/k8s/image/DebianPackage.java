package io.eddyline.k8s.image;

/**
 * A binary package of Debian.
 *
 * @param sha256 of the {@code .deb}, as hexadecimal digits
 */
record DebianPackage(String name, String version, String architecture, String sha256) {
  /** The line of the lock file. */
  String line() {
    return String.join(" ", name, version, architecture, sha256);
  }

  /** Reads a line of the lock file. */
  static DebianPackage parse(String line) {
    String[] fields = line.strip().split(" +", -1);
    if (fields.length != 4 || !fields[3].matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException(
          "\"%s\": expected name, version, architecture and SHA-256 of a package".formatted(line));
    }
    return new DebianPackage(fields[0], fields[1], fields[2], fields[3]);
  }
}
