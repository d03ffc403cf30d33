package io.eddyline.serving.model;

import io.eddyline.schemas.error.FormatException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A version to load.
 *
 * @param manifestSha256 digest that was announced, null when the store alone vouches for it
 */
record ModelVersion(String model, long version, @Nullable String manifestSha256) {
  /**
   * Compares a manifest with the announced digest.
   *
   * @throws FormatException if it is another one
   */
  void requireManifest(byte[] json) {
    if (manifestSha256 == null) {
      return;
    }
    String digest = HexFormat.of().formatHex(sha256().digest(json));
    if (!digest.equals(manifestSha256)) {
      throw new FormatException(
          "manifest of version %d has SHA-256 %s, announced %s"
              .formatted(version, digest, manifestSha256));
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }
}
