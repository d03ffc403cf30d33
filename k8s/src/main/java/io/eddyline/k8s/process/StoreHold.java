package io.eddyline.k8s.process;

import io.eddyline.k8s.config.EddylineConfig;
import io.eddyline.schemas.snapshot.SnapshotStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * The process's one snapshot store, opened when a tier first asks for it: tiers of one process
 * share its copies of versions.
 *
 * <p>Threading: thread-safe.
 */
public final class StoreHold implements AutoCloseable {
  private final EddylineConfig config;
  private final InstantSource clock;
  private @Nullable SnapshotStore store;

  StoreHold(EddylineConfig config, InstantSource clock) {
    this.config = config;
    this.clock = clock;
  }

  /** The store; a tier that asks for it ends before the process's context. */
  public synchronized SnapshotStore store() {
    if (store == null) {
      try {
        store = SnapshotStores.open(config.snapshotStore(), config.dataDir(), clock);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return store;
  }

  @Override
  public synchronized void close() {
    if (store != null) {
      store.close();
    }
  }
}
