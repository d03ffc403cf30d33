package io.eddyline.learner.delta;

import io.eddyline.learner.agent.Work;
import io.eddyline.schemas.error.FormatException;
import io.eddyline.schemas.presence.PresentLearners;
import io.eddyline.schemas.record.Presence;
import io.eddyline.schemas.serde.RecordSerdes;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Future;
import org.agrona.concurrent.EpochClock;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Tells on the topic {@code presence} that this learner can be heard, with its tasks, at the start,
 * when they change, and from time to time; and follows who else is there. A learner that ends in
 * order takes leave with a tombstone.
 *
 * <p>Threading: one thread, which waits in the consumer's poll.
 */
final class PresenceWork implements Work {
  /** Hears where the other learners are, whenever that changes. */
  interface OthersListener {
    void heardAt(Set<String> controlEndpoints);
  }

  private static final Duration POLL = Duration.ofMillis(200);

  private final Consumer<byte[], byte[]> consumer;
  private final Producer<byte[], byte[]> producer;
  private final TopicPartition topic;
  private final Presence self;
  private final DeltaTasks tasks;
  private final EpochClock clock;
  private final long intervalMs;
  private final PresentLearners others;
  private final OthersListener onOthers;
  private TaskDeltas @Nullable [] announced;
  private Set<String> endpoints = Set.of();
  private long announcedMs;

  /**
   * @param consumer closed with this
   * @param producer closed with this
   * @param topic the presence topic's only partition
   * @param self of this learner, without time and tasks
   */
  PresenceWork(
      Consumer<byte[], byte[]> consumer,
      Producer<byte[], byte[]> producer,
      TopicPartition topic,
      Presence self,
      DeltaTasks tasks,
      EpochClock clock,
      OthersListener onOthers) {
    this.consumer = consumer;
    this.producer = producer;
    this.topic = topic;
    this.self = self;
    this.tasks = tasks;
    this.clock = clock;
    this.intervalMs = 1000L * tasks.config().presenceIntervalS();
    this.others = new PresentLearners(self.getModel());
    this.onOthers = onOthers;
  }

  @Override
  public void start() {
    consumer.assign(List.of(topic));
    consumer.seekToBeginning(List.of(topic));
  }

  @Override
  public void doWork() {
    announceIfDue();
    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
      take(record);
    }
    Set<String> now = Set.copyOf(others.endpoints(clock.time()).values());
    if (!now.equals(endpoints)) {
      endpoints = now;
      onOthers.heardAt(now);
    }
  }

  private void take(ConsumerRecord<byte[], byte[]> record) {
    String instance = new String(record.key(), StandardCharsets.UTF_8);
    byte @Nullable [] value = record.value();
    if (value == null) {
      others.left(instance);
      return;
    }
    try {
      Presence presence = RecordSerdes.PRESENCE.decode(value);
      if (presence.getPublisher() != self.getPublisher()) {
        others.announced(instance, presence, clock.time());
      }
    } catch (FormatException e) {
      others.left(instance); // of another release, whose deltas are not understood either
    }
  }

  private void announceIfDue() {
    TaskDeltas[] running = tasks.running();
    long nowMs = clock.time();
    if (Arrays.equals(running, announced) && nowMs - announcedMs < intervalMs) {
      return;
    }
    announced = running;
    announcedMs = nowMs;
    Presence.Builder presence =
        self.toBuilder().setAtMs(nowMs).setIntervalMs(Math.toIntExact(intervalMs));
    for (TaskDeltas task : running) {
      presence.addTasks(task.queue().presence());
    }
    send(RecordSerdes.PRESENCE.encode(presence.build()));
  }

  @SuppressWarnings("NullAway") // a record without a value is a tombstone
  private void send(byte @Nullable [] value) {
    byte[] key = self.getInstance().getBytes(StandardCharsets.UTF_8);
    Future<?> _ = producer.send(new ProducerRecord<>(topic.topic(), topic.partition(), key, value));
  }

  @Override
  public void close() {
    send(null);
    producer.close();
    consumer.close();
  }
}
