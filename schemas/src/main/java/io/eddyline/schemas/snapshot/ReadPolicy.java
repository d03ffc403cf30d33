package io.eddyline.schemas.snapshot;

/**
 * What a reader demands of a version before it reads the files.
 *
 * @param trusted keys of which one must have signed; none: nothing has to be signed
 * @param limits that the manifest must keep
 */
public record ReadPolicy(TrustedKeys trusted, SnapshotLimits limits) {
  /** Takes everything that is sound. */
  public static final ReadPolicy OPEN = new ReadPolicy(TrustedKeys.NONE, SnapshotLimits.NONE);
}
