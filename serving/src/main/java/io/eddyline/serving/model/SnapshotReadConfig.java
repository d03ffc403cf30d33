package io.eddyline.serving.model;

import io.eddyline.schemas.config.Allowed;
import io.eddyline.schemas.config.Setting;
import io.eddyline.schemas.snapshot.ReadPolicy;
import io.eddyline.schemas.snapshot.SnapshotLimits;
import io.eddyline.schemas.snapshot.TrustedKeys;
import java.nio.file.Path;
import java.util.List;

/** What a version must be before serving reads it. Key: {@code serving.snapshots}. */
public record SnapshotReadConfig(
    @Setting(
            about =
                "PEM files of Ed25519 public keys, after commas; a version that none of them signed"
                    + " is refused. Empty: versions need no signature.")
        List<String> trustedKeyFiles,
    @Setting(about = "Most bytes of all files of a version.", defaultValue = "68719476736", min = 1)
        long maxBytes,
    @Setting(
            about = "Most items of a version.",
            defaultValue = "20000000",
            min = 1,
            max = 500_000_000)
        int maxItems,
    @Setting(
            about = "Most users of a version.",
            defaultValue = "200000000",
            min = 1,
            max = 500_000_000)
        int maxUsers) {
  public SnapshotReadConfig {
    trustedKeyFiles = List.copyOf(trustedKeyFiles);
    Allowed.check(
        SnapshotReadConfig.class,
        "serving.snapshots",
        trustedKeyFiles,
        maxBytes,
        maxItems,
        maxUsers);
  }

  /**
   * The settings as a store takes them; reads the keys.
   *
   * @throws IllegalArgumentException if a key file holds no key
   */
  public ReadPolicy policy() {
    return new ReadPolicy(
        TrustedKeys.of(trustedKeyFiles.stream().map(Path::of).toList()),
        new SnapshotLimits(maxBytes, maxItems, maxUsers));
  }
}
