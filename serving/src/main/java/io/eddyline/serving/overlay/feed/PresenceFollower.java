package io.eddyline.serving.overlay.feed;

import io.eddyline.schemas.aeron.DeltaChannels;
import io.eddyline.schemas.error.FormatException;
import io.eddyline.schemas.record.Presence;
import io.eddyline.schemas.serde.RecordSerdes;
import io.eddyline.schemas.topic.TopicCatalogue;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears every learner of the model that says it is there, each on a port of its own from the
 * configured one on.
 *
 * <p>A learner that was killed stays in the topic: listening to it costs a packet now and then.
 * When there are more than are listened to, the one that was heard of longest ago makes room.
 *
 * <p>Threading: an own thread, {@code serving-overlay-presence}; {@link #close} from any other.
 */
final class PresenceFollower implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(PresenceFollower.class);
  private static final Duration POLL = Duration.ofSeconds(1);
  private static final long PAUSE_MS = 500;

  private final Consumer<byte[], byte[]> consumer;
  private final TopicCatalogue topics;
  private final LearnerStreams streams;
  private final OverlayFeedConfig config;
  private final Map<String, Learner> learners = new HashMap<>();
  private final BitSet slots = new BitSet();
  private final Thread thread;
  private final CountDownLatch stopping = new CountDownLatch(1);

  /** A learner that is listened to. */
  private record Learner(String control, int slot, long atMs) {}

  /**
   * @param consumer without a group, from the beginning; closed by the follower's thread
   */
  PresenceFollower(
      Consumer<byte[], byte[]> consumer,
      TopicCatalogue topics,
      LearnerStreams streams,
      OverlayFeedConfig config) {
    this.consumer = consumer;
    this.topics = topics;
    this.streams = streams;
    this.config = config;
    this.thread =
        Thread.ofPlatform().daemon(true).name("serving-overlay-presence").unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  private void run() {
    try (consumer) {
      TopicPartition place = new TopicPartition(topics.presence().name(), 0);
      consumer.assign(List.of(place));
      consumer.seekToBeginning(List.of(place));
      while (stopping.getCount() > 0) {
        doWork();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void doWork() throws InterruptedException {
    try {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        accept(record);
      }
    } catch (WakeupException e) {
      log.debug("woken to stop");
    } catch (RuntimeException e) {
      log.warn("learners' presence is not readable, trying again: {}", e.toString());
      boolean _ = stopping.await(PAUSE_MS, TimeUnit.MILLISECONDS);
    }
  }

  private void accept(ConsumerRecord<byte[], byte[]> record) {
    if (record.key() == null) {
      return;
    }
    String instance = new String(record.key(), StandardCharsets.UTF_8);
    try {
      accept(instance, record.value());
    } catch (FormatException e) {
      log.warn("presence of {} is passed over: {}", instance, e.getMessage());
    } catch (RuntimeException e) {
      // an address that the media driver refuses must not end the hearing of the others
      log.warn("{} cannot be listened to: {}", instance, e.toString());
      forget(instance);
    }
  }

  private void accept(String instance, byte @Nullable [] value) {
    if (value == null) {
      forget(instance);
      return;
    }
    Presence presence = RecordSerdes.PRESENCE.decode(value);
    if (!presence.getModel().equals(topics.model()) || presence.getControlEndpoint().isEmpty()) {
      forget(instance);
      return;
    }
    Learner known = learners.get(instance);
    String control = presence.getControlEndpoint();
    if (known != null && known.control().equals(control)) {
      learners.put(instance, new Learner(control, known.slot(), presence.getAtMs()));
      return;
    }
    forget(instance);
    makeRoom();
    int slot = slots.nextClearBit(0);
    streams.listen(instance, DeltaChannels.subscription(control, endpoint(slot)));
    slots.set(slot);
    learners.put(instance, new Learner(control, slot, presence.getAtMs()));
    log.info("listening to {} at {}", instance, control);
  }

  private String endpoint(int slot) {
    int port = config.port() == 0 ? 0 : config.port() + slot;
    return config.host() + ":" + port;
  }

  private void makeRoom() {
    if (learners.size() >= config.maxLearners()) {
      learners.entrySet().stream()
          .min(Map.Entry.comparingByValue(Comparator.comparingLong(Learner::atMs)))
          .map(Map.Entry::getKey)
          .ifPresent(this::forget);
    }
  }

  private void forget(String instance) {
    Learner known = learners.remove(instance);
    if (known != null) {
      streams.leave(instance);
      slots.clear(known.slot());
      log.info("not listening to {} any more", instance);
    }
  }

  /** Stops the thread and waits for it. */
  @Override
  public void close() {
    stopping.countDown();
    consumer.wakeup();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
