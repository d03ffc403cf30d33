package io.eddyline.k8s.process;

import io.eddyline.schemas.aeron.AeronConfig;
import io.eddyline.schemas.aeron.AeronLink;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;

/**
 * The process's one connection to Aeron, opened when a tier first asks for it.
 *
 * <p>Threading: thread-safe.
 */
public final class AeronHold implements AutoCloseable {
  private final AeronConfig config;
  private final MeterRegistry registry;
  private @Nullable AeronLink link;

  AeronHold(AeronConfig config, MeterRegistry registry) {
    this.config = config;
    this.registry = registry;
  }

  /** The connection; a tier that asks for it ends before the process's context. */
  public synchronized AeronLink link() {
    AeronLink open = link;
    if (open == null) {
      open = AeronLink.open(config);
      link = open;
      register(open);
    }
    return open;
  }

  private void register(AeronLink open) {
    Gauge.builder("eddyline.aeron.connected", open, it -> it.isConnected() ? 1 : 0)
        .description("1 while there is a connection to Aeron's media driver")
        .register(registry);
    FunctionCounter.builder("eddyline.aeron.losses", open, AeronLink::losses)
        .description("Connections to Aeron's media driver that were lost")
        .register(registry);
  }

  @Override
  public synchronized void close() {
    if (link != null) {
      link.close();
    }
  }
}
