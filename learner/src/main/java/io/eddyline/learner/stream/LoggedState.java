package io.eddyline.learner.stream;

import io.eddyline.learner.image.ColumnWriter;
import io.eddyline.learner.image.ImageFile;
import org.jspecify.annotations.Nullable;

/**
 * State of one task that lives in memory and is logged, once for each change, inside the
 * transaction of the next commit.
 *
 * <pre>
 *  local image
 *     │        install, by the processor
 *     ▼
 *   image  ───────────────────────────────▶  structures      restore puts into the image,
 *     ▲                                          │           log writes what changed of the structures
 *     └──────────────────────────────────────────┘
 *              giveBack, after the processor
 * </pre>
 *
 * <p>Threading: called by one thread at a time: the task's stream thread, or while the task
 * restores or is a standby, the one that restores.
 */
interface LoggedState {
  /** Where a state writes what changed: a key and its new value, null for a tombstone. */
  interface ChangeLog {
    void put(byte[] key, byte @Nullable [] value);
  }

  /**
   * Takes one record of the changelog, oldest first; a null value removes.
   *
   * @throws io.eddyline.schemas.error.FormatException if it is none of this state; nothing changes
   */
  void restore(byte[] key, byte @Nullable [] value);

  /** Writes what changed since the last call; afterwards nothing counts as changed. */
  void log(ChangeLog changeLog);

  /** Turns what the processor installed into an image of the log again. Idempotent. */
  void giveBack();

  /** Settings, beside those of the rows' stamp, on which the columns of a local image depend. */
  String shape();

  /** A new state begins with a local image: what is restored comes behind it. */
  void startFrom(ImageFile localImage);

  /** Writes the structures as columns; they are installed, and the log has all that they hold. */
  void write(ColumnWriter out);
}
