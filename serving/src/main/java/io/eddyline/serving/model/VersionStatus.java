package io.eddyline.serving.model;

import io.eddyline.schemas.snapshot.Manifest;
import org.jspecify.annotations.Nullable;

/**
 * A version as serving sees it.
 *
 * @param manifest null if it is not readable
 * @param reason why it was refused, null if it was not
 * @param detail what was seen and expected, null if it was not refused
 */
public record VersionStatus(
    long version,
    State state,
    @Nullable Manifest manifest,
    @Nullable RefusalReason reason,
    @Nullable String detail) {
  /** What serving does with a version. */
  public enum State {
    /** In the store, not loaded. */
    STORED,
    /** Answers requests. */
    SERVING,
    /** Failed a check. */
    REFUSED
  }
}
