package io.eddyline.serving.overlay.feed;

import io.eddyline.schemas.aeron.DeltaChannels;
import io.eddyline.schemas.error.FormatException;
import io.eddyline.schemas.presence.PresentLearners;
import io.eddyline.schemas.record.Presence;
import io.eddyline.schemas.serde.RecordSerdes;
import io.eddyline.schemas.topic.TopicCatalogue;
import io.eddyline.serving.consumer.ConsumerThread;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import org.agrona.concurrent.EpochClock;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears every learner of the model that says it is there, each on a port of its own from the
 * configured one on.
 *
 * <p>When there are more than are listened to, those that were heard of longest ago make room.
 *
 * <p>Threading: an own thread, {@code serving-overlay-presence}; {@link #close} from any other.
 */
final class PresenceFollower implements ConsumerThread.Work, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(PresenceFollower.class);
  private static final Duration POLL = Duration.ofSeconds(1);

  private final Consumer<byte[], byte[]> consumer;
  private final TopicPartition topic;
  private final ChannelListener onChange;
  private final int maxLearners;
  private final ReceivePorts ports;
  private final EpochClock clock;
  private final PresentLearners present;
  private final Map<String, Heard> heard = new HashMap<>();
  private final ConsumerThread thread;

  /** Hears the channels of the learners, by instance, whenever they change. */
  interface ChannelListener {
    void hear(Map<String, String> channels);
  }

  /** A learner that is listened to, on the port of a slot. */
  private record Heard(String control, int slot) {}

  /**
   * @param consumer without a group; closed by the follower's thread
   * @param maxLearners that are listened to
   * @param ports shared with other followers; a learner that finds none is heard once there is one
   */
  PresenceFollower(
      Consumer<byte[], byte[]> consumer,
      TopicCatalogue topics,
      ChannelListener onChange,
      int maxLearners,
      ReceivePorts ports,
      EpochClock clock) {
    this.consumer = consumer;
    this.topic = new TopicPartition(topics.presence().name(), 0);
    this.onChange = onChange;
    this.maxLearners = maxLearners;
    this.ports = ports;
    this.clock = clock;
    this.present = new PresentLearners(topics.model());
    this.thread = new ConsumerThread("serving-overlay-presence", consumer, this);
  }

  /** Sets the thread going. */
  void start() {
    thread.start();
  }

  @Override
  public void begin() {
    consumer.assign(List.of(topic));
    consumer.seekToBeginning(List.of(topic));
  }

  @Override
  public void turn() {
    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
      if (record.key() != null) {
        take(new String(record.key(), StandardCharsets.UTF_8), record.value());
      }
    }
    if (follow(newest())) {
      onChange.hear(
          heard.entrySet().stream()
              .collect(Collectors.toMap(Map.Entry::getKey, entry -> channel(entry.getValue()))));
    }
  }

  private void take(String instance, byte @Nullable [] value) {
    try {
      if (value == null) {
        present.left(instance);
      } else {
        Presence presence = RecordSerdes.PRESENCE.decode(value);
        present.announced(instance, presence, clock.time());
      }
    } catch (FormatException e) {
      log.warn("presence of {} is passed over: {}", instance, e.getMessage());
    }
  }

  /** Control addresses of as many as are listened to, by instance. */
  private Map<String, String> newest() {
    SequencedMap<String, String> all = present.endpoints(clock.time());
    while (all.size() > maxLearners) {
      var _ = all.pollFirstEntry();
    }
    return all;
  }

  /** Listens to these and no others, while there are ports; whether that is a change. */
  private boolean follow(Map<String, String> controls) {
    boolean changes =
        heard.entrySet().removeIf(entry -> leaves(entry.getValue(), controls.get(entry.getKey())));
    for (Map.Entry<String, String> learner : controls.entrySet()) {
      int slot = heard.containsKey(learner.getKey()) ? ReceivePorts.NONE : ports.take();
      if (slot != ReceivePorts.NONE) {
        heard.put(learner.getKey(), new Heard(learner.getValue(), slot));
        changes = true;
      }
    }
    return changes;
  }

  private boolean leaves(Heard learner, @Nullable String control) {
    boolean leaves = !learner.control().equals(control);
    if (leaves) {
      ports.giveBack(learner.slot());
    }
    return leaves;
  }

  private String channel(Heard learner) {
    return DeltaChannels.subscription(learner.control(), ports.endpoint(learner.slot()));
  }

  /** Stops the thread, waits for it and gives the ports back; nobody listens on them any more. */
  @Override
  public void close() {
    thread.close();
    heard.values().forEach(learner -> ports.giveBack(learner.slot()));
    heard.clear();
  }
}
