package io.eddyline.serving.model;

import io.eddyline.schemas.error.FormatException;
import org.jspecify.annotations.Nullable;

/**
 * A version to load.
 *
 * @param manifestSha256 digest that was announced, null when the store alone vouches for it
 */
record ModelVersion(String model, long version, @Nullable String manifestSha256) {
  /**
   * Compares a manifest's digest with the announced one.
   *
   * @param digest SHA-256, lower-case hex
   * @throws FormatException if it is another one
   */
  void requireManifest(String digest) {
    if (manifestSha256 != null && !digest.equals(manifestSha256)) {
      throw new FormatException(
          "manifest of version %d has SHA-256 %s, announced %s"
              .formatted(version, digest, manifestSha256));
    }
  }
}
