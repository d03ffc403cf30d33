package io.eddyline.schemas.snapshot;

import java.util.regex.Pattern;

/** What models, versions and files of versions are called. Stateless; any thread. */
final class SnapshotNames {
  private static final Pattern MODEL = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_-]{0,63}");
  private static final Pattern VERSION = Pattern.compile("[1-9][0-9]{0,17}");
  /* No separators, no dots in front: nothing outside the folder has such a name. */
  private static final Pattern FILE = Pattern.compile("[a-z0-9][a-z0-9.-]{0,63}");

  private SnapshotNames() {}

  /**
   * A model's name, if it is one.
   *
   * @throws IllegalArgumentException if not
   */
  static String requireModel(String model) {
    if (!MODEL.matcher(model).matches()) {
      throw new IllegalArgumentException(
          "model name \"%s\": expected 1 to 64 of a-z A-Z 0-9 _ -".formatted(model));
    }
    return model;
  }

  static boolean isVersion(String name) {
    return VERSION.matcher(name).matches();
  }

  static boolean isFile(String name) {
    return FILE.matcher(name).matches();
  }
}
