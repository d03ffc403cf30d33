package io.eddyline.learner.stream;

import io.eddyline.learner.image.ImageFile;
import io.eddyline.learner.stream.Transactions.Transaction;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The image of one store: with which it starts, if there is one, and which it leaves.
 *
 * <pre>
 *   found ─────────▶ void                       as soon as a processor takes the state
 *
 *   logged ───▶ transaction committed, offset told ───▶ processor closed ───▶ store closed: written
 *      ▲                      │
 *      └── anything logged, restored or taken again
 * </pre>
 *
 * <p>A state is written only if it is what a transaction has left that Kafka has committed, by the
 * witness of the producer itself: Streams tells a store an offset also on its way to a close that
 * throws all away.
 *
 * <p>Threading: as its store.
 */
final class StoreImage {
  /** Stands for the offset of a store that has no image. */
  static final long NONE = -1;

  /** An image's file is called as its store, and so. */
  static final String SUFFIX = ".image";

  private final LocalImages images;
  private final String store;
  private @Nullable Path path;
  private @Nullable TopicPartition log;
  private @Nullable ImageFile found;
  private boolean isVoid;
  private @Nullable Transaction lastLogged;
  private long settledAt = NONE;

  StoreImage(LocalImages images, String store) {
    this.images = images;
    this.store = store;
  }

  /** The store starts; the state begins with the image that is found. */
  void start(Path folder, TopicPartition changelog, LoggedState state) {
    release();
    path = folder.resolve(store + SUFFIX);
    log = changelog;
    lastLogged = null;
    settledAt = NONE;
    ImageFile image = images.open(path, store, changelog, state.shape());
    if (image != null) {
      found = image;
      isVoid = false;
      state.startFrom(image);
    }
  }

  /** The last record of the changelog in the image that was found, or {@link #NONE}. */
  long offset() {
    return found == null ? NONE : found.header().offset();
  }

  /**
   * A processor takes the state: what it logs goes beyond the image, which must not be found again.
   * Its columns can still be read.
   */
  void processed() {
    if (found != null && !isVoid) {
      isVoid = true;
      try {
        found.unlink();
      } catch (IOException e) {
        throw new UncheckedIOException("the image of " + store + " cannot be deleted", e);
      }
    }
  }

  /** A record is logged. */
  void logs() {
    lastLogged = images.transactions().open();
  }

  /** The state is no longer, or not yet, what was committed. */
  void changed() {
    settledAt = NONE;
  }

  /** Streams says where the changelog stands. */
  void committed(long offset) {
    boolean isCommitted = lastLogged == null || lastLogged.isCommitted();
    settledAt = isCommitted ? offset : NONE;
  }

  /**
   * The store is closed.
   *
   * @param ended the state as a processor has just left it, with nothing that is not logged; null
   *     if none did
   */
  void end(@Nullable LoggedState ended) {
    release();
    if (ended != null && path != null && log != null && settledAt > NONE && images.areLeft()) {
      images.write(path, store, log, settledAt, ended.shape(), ended::write);
    }
    settledAt = NONE;
  }

  private void release() {
    if (found != null) {
      try {
        found.close();
      } catch (IOException e) {
        throw new UncheckedIOException("the image of " + store + " cannot be closed", e);
      }
      found = null;
    }
  }
}
