package io.eddyline.k8s.process;

import io.eddyline.schemas.aeron.AeronConfig;
import io.eddyline.schemas.aeron.AeronLink;
import org.jspecify.annotations.Nullable;

/**
 * The process's one connection to Aeron, opened when a tier first asks for it.
 *
 * <p>Threading: thread-safe.
 */
public final class AeronHold implements AutoCloseable {
  private final AeronConfig config;
  private @Nullable AeronLink link;

  AeronHold(AeronConfig config) {
    this.config = config;
  }

  /** The connection; a tier that asks for it ends before the process's context. */
  public synchronized AeronLink link() {
    if (link == null) {
      link = AeronLink.open(config);
    }
    return link;
  }

  @Override
  public synchronized void close() {
    if (link != null) {
      link.close();
    }
  }
}
