package io.eddyline.learner.stream;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * A consumer that does not fetch from partitions which are told to wait.
 *
 * <p>Streams has no back-pressure between two halves of a topology: a source that is ahead of what
 * comes behind it stays ahead. This consumer pauses such a source before each poll and lets it go
 * on when it may. Streams pauses and resumes partitions too, when its buffers are full; a partition
 * is fetched only when neither of the two holds it back.
 *
 * <p>Threading: one thread, as with every consumer.
 */
final class PacedConsumer {
  private final Consumer<byte[], byte[]> delegate;
  private final Predicate<TopicPartition> mustWait;
  private final Runnable beforePoll;
  private final Set<TopicPartition> pausedByStreams = new HashSet<>();
  private final Set<TopicPartition> waiting = new HashSet<>();

  private PacedConsumer(
      Consumer<byte[], byte[]> delegate, Predicate<TopicPartition> mustWait, Runnable beforePoll) {
    this.delegate = delegate;
    this.mustWait = mustWait;
    this.beforePoll = beforePoll;
  }

  /**
   * Wraps a consumer.
   *
   * @param mustWait asked for every assigned partition before each poll
   * @param beforePoll done before each poll: what was read is dealt with, and the thread may wait
   */
  @SuppressWarnings("unchecked") // the proxy implements exactly this interface
  static Consumer<byte[], byte[]> wrap(
      Consumer<byte[], byte[]> delegate, Predicate<TopicPartition> mustWait, Runnable beforePoll) {
    PacedConsumer paced = new PacedConsumer(delegate, mustWait, beforePoll);
    return (Consumer<byte[], byte[]>)
        Proxy.newProxyInstance(
            Consumer.class.getClassLoader(),
            new Class<?>[] {Consumer.class},
            (proxy, method, arguments) -> paced.call(method, arguments));
  }

  @SuppressWarnings("unchecked") // pause and resume take a collection of partitions
  private @Nullable Object call(Method method, Object[] arguments) throws Throwable {
    switch (method.getName()) {
      case "poll" -> {
        beforePoll.run();
        pace();
      }
      case "pause" -> pausedByStreams.addAll((Collection<TopicPartition>) arguments[0]);
      case "resume" -> {
        Collection<TopicPartition> resumed = (Collection<TopicPartition>) arguments[0];
        pausedByStreams.removeAll(resumed);
        delegate.resume(
            resumed.stream().filter(partition -> !waiting.contains(partition)).toList());
        return null;
      }
      case "paused" -> {
        return Set.copyOf(pausedByStreams);
      }
      default -> {}
    }
    try {
      return method.invoke(delegate, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private void pace() {
    // A partition that was taken away and came back is no longer paused.
    Set<TopicPartition> paused = delegate.paused();
    waiting.retainAll(paused);
    pausedByStreams.retainAll(paused);
    for (TopicPartition partition : delegate.assignment()) {
      if (mustWait.test(partition)) {
        if (waiting.add(partition)) {
          delegate.pause(Set.of(partition));
        }
      } else if (waiting.remove(partition) && !pausedByStreams.contains(partition)) {
        delegate.resume(Set.of(partition));
      }
    }
  }
}
