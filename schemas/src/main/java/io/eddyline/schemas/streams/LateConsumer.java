package io.eddyline.schemas.streams;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.jspecify.annotations.Nullable;

/**
 * A consumer that begins when it is told to: until then a poll waits and finds nothing, and the
 * group has not heard of the consumer, so that nobody waits for it.
 *
 * <p>Threading: one thread, as with every consumer.
 */
final class LateConsumer {
  private final Consumer<byte[], byte[]> delegate;
  private final Start start;
  private boolean started;

  /** When a consumer begins. */
  interface Start {
    /**
     * Waits for it.
     *
     * @return whether it has come
     */
    boolean await(Duration atMost);
  }

  private LateConsumer(Consumer<byte[], byte[]> delegate, Start start) {
    this.delegate = delegate;
    this.start = start;
  }

  /**
   * Wraps a consumer.
   *
   * @param start asked before each poll until it has come
   */
  @SuppressWarnings("unchecked") // the proxy implements exactly this interface
  static Consumer<byte[], byte[]> wrap(Consumer<byte[], byte[]> delegate, Start start) {
    LateConsumer late = new LateConsumer(delegate, start);
    return (Consumer<byte[], byte[]>)
        Proxy.newProxyInstance(
            Consumer.class.getClassLoader(),
            new Class<?>[] {Consumer.class},
            (proxy, method, arguments) -> late.call(method, arguments));
  }

  private @Nullable Object call(Method method, Object[] arguments) throws Throwable {
    if (!started && method.getName().equals("poll")) {
      started = start.await((Duration) arguments[0]);
      if (!started) {
        return ConsumerRecords.empty();
      }
    }
    try {
      return method.invoke(delegate, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
