package io.eddyline.k8s.cli;

import io.eddyline.schemas.snapshot.Manifest;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Collectors;

/** Versions in words. Stateless. */
final class SnapshotText {
  private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB"};
  private static final int UNIT = 1_000;

  private SnapshotText() {}

  /** Bytes of all files but the manifest. */
  static long size(Manifest manifest) {
    return manifest.files().values().stream().mapToLong(Manifest.FileDigest::bytes).sum();
  }

  /** For instance {@code 1.5 MB}. */
  static String bytes(long bytes) {
    double value = bytes;
    int unit = 0;
    while (value >= UNIT && unit < UNITS.length - 1) {
      value /= UNIT;
      unit++;
    }
    return unit == 0 ? bytes + " B" : String.format(Locale.ROOT, "%.1f %s", value, UNITS[unit]);
  }

  /** In the largest unit that it is two of or more, for instance {@code 90m}. */
  static String duration(long ms) {
    Duration duration = Duration.ofMillis(Math.max(0, ms));
    if (duration.toDays() >= 2) {
      return duration.toDays() + "d";
    }
    if (duration.toHours() >= 2) {
      return duration.toHours() + "h";
    }
    return duration.toMinutes() >= 2 ? duration.toMinutes() + "m" : duration.toSeconds() + "s";
  }

  /** For instance {@code refused: recall10}. */
  static String verdict(Manifest manifest) {
    Manifest.Gate gate = manifest.gate();
    if (gate == null) {
      return "not judged";
    }
    String failed =
        gate.checks().stream()
            .filter(check -> !check.passed())
            .map(Manifest.Check::name)
            .collect(Collectors.joining(", "));
    if (gate.passed()) {
      return failed.isEmpty() ? "accepted" : "accepted in spite of " + failed;
    }
    return "refused: " + failed;
  }

  /** Up to four digits after the point, none of them needless. */
  static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : String.format(Locale.ROOT, "%.4f", value);
  }
}
