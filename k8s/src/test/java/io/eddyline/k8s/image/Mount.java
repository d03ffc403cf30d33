package io.eddyline.k8s.image;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Something that a container sees at a place of its root.
 *
 * @param source file or folder of the machine; null is memory
 */
record Mount(@Nullable Path source, String place, boolean readOnly) {
  /** An empty folder in memory. */
  static Mount memory(String place) {
    return new Mount(null, place, false);
  }
}
