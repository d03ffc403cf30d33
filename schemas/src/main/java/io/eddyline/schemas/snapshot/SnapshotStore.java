package io.eddyline.schemas.snapshot;

import io.eddyline.schemas.error.FormatException;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * The versions of models, written by one process a model at a time and read by any.
 *
 * <p>A version is visible as a whole or not at all, and never changes. An {@code IOException} means
 * that the store does not answer: the same call may succeed later.
 *
 * <p>Threading: thread-safe.
 */
public interface SnapshotStore extends AutoCloseable {
  /** The same versions for a reader that demands this of what it opens. */
  SnapshotStore demanding(ReadPolicy required);

  /** The same versions for a writer that signs what it publishes. */
  SnapshotStore signedBy(ManifestSigner key);

  /** Opens a draft of a version; what earlier, broken drafts left behind is removed. */
  SnapshotDraft draft(String model, long version) throws IOException;

  /** The visible versions of a model, oldest first. */
  List<Long> versions(String model) throws IOException;

  /**
   * A visible version; its files are neither looked at nor brought here yet.
   *
   * @throws FormatException if the version is missing or its manifest is not sound
   */
  StoredSnapshot open(String model, long version) throws IOException;

  /** When a visible version was last changed, in milliseconds since the epoch. */
  long changedAtMs(String model, long version) throws IOException;

  /** The stamps of everything that the store has of a version, by name; none: no such version. */
  Map<String, FileStamp> stamps(String model, long version) throws IOException;

  /** Removes a version: out of sight at once, then file by file. */
  void delete(String model, long version) throws IOException;

  /** Ends connections; those of the same versions for other readers and writers are the same. */
  @Override
  default void close() {}
}
