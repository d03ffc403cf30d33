package io.eddyline.k8s.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A small data set in the format of MovieLens: 200 events of 20 users and 30 items. */
final class RatingsFile {
  private RatingsFile() {}

  /** Writes {@code ratings.dat} into the folder. */
  static Path write(Path folder) throws IOException {
    StringBuilder rows = new StringBuilder();
    for (int at = 0; at < 200; at++) {
      rows.append("u%d::%d::4::%d\n".formatted(at % 20, at * 7 % 30, 1_000_000 + at));
    }
    return Files.writeString(folder.resolve("ratings.dat"), rows);
  }
}
