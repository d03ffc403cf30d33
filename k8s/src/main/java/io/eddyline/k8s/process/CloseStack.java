package io.eddyline.k8s.process;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Resources that end in the reverse order of their start. One that fails to close does not keep the
 * others open.
 *
 * <p>Threading: filled by one thread; {@link #close} by any, once.
 */
public final class CloseStack implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CloseStack.class);

  private final Deque<AutoCloseable> resources = new ArrayDeque<>();

  /** Adds a resource and gives it back. */
  public synchronized <T extends AutoCloseable> T push(T resource) {
    resources.push(resource);
    return resource;
  }

  @Override
  public synchronized void close() {
    while (!resources.isEmpty()) {
      AutoCloseable resource = resources.pop();
      try {
        resource.close();
      } catch (Exception e) {
        LOG.warn("{} did not close in order", resource.getClass().getSimpleName(), e);
      }
    }
  }
}
