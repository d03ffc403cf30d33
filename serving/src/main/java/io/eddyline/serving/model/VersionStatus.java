package io.eddyline.serving.model;

import io.eddyline.schemas.snapshot.Manifest;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A version as serving sees it.
 *
 * @param manifest null if it is not readable
 * @param refusal null if nothing is known against it
 */
public record VersionStatus(
    long version, State state, @Nullable Manifest manifest, @Nullable Refusal refusal) {
  /** What serving does with a version. The code is a promise. */
  public enum State {
    /** In the store, not in memory. */
    AVAILABLE,
    /** Answers requests. */
    ACTIVE,
    /** Answers requests whatever comes after it. */
    PINNED,
    /** Answers a share of the users. */
    CANARY,
    /** Is compared and not shown. */
    SHADOW,
    /** Failed a check, or its gate advises against it. */
    REFUSED;

    /** The stable code, for instance {@code active}. */
    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** It is in memory. */
    public boolean isLoaded() {
      return this != AVAILABLE && this != REFUSED;
    }
  }

  /**
   * Why a version is not served.
   *
   * @param reason stable code: of a check of this pod, or of one of the builder's gate
   * @param detail what was seen and expected
   * @param forcible whether an operator can have it served all the same
   */
  public record Refusal(String reason, String detail, boolean forcible) {}
}
