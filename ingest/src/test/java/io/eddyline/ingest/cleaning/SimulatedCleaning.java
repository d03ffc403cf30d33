package io.eddyline.ingest.cleaning;

import com.google.protobuf.Message;
import io.eddyline.ingest.event.EventCounters;
import io.eddyline.ingest.event.EventRules;
import io.eddyline.ingest.event.EventsConfig;
import io.eddyline.schemas.record.Event;
import io.eddyline.schemas.record.Interaction;
import io.eddyline.schemas.record.Rejection;
import io.eddyline.schemas.serde.RecordSerdes;
import io.eddyline.schemas.topic.Partitions;
import io.eddyline.schemas.topic.TopicCatalogue;
import io.eddyline.schemas.topic.TopicsConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.File;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Random;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;

/**
 * Every task of cleaning over topics that are lists, so that several partitions can be driven in
 * one thread and in any order.
 */
final class SimulatedCleaning implements AutoCloseable {
  static final long ARRIVAL_MS = 1_770_000_000_000L;

  final List<List<Interaction>> interactions = new ArrayList<>();
  final List<Rejection> rejections = new ArrayList<>();
  final List<List<byte[]>> moved = new ArrayList<>();
  private final TopicCatalogue topics;
  private final List<List<byte @Nullable []>> events = new ArrayList<>();
  private final List<Task> tasks = new ArrayList<>();

  private static final class Task {
    final MockProcessorContext<byte[], Message> context;
    final CleaningProcessor processor;
    int eventsRead;
    int movedRead;

    Task(MockProcessorContext<byte[], Message> context, CleaningProcessor processor) {
      this.context = context;
      this.processor = processor;
    }
  }

  SimulatedCleaning(int partitions, CleaningConfig config) {
    topics = new TopicCatalogue(new TopicsConfig("test", partitions, 1, 1));
    EventCounters counters = new EventCounters(new SimpleMeterRegistry());
    EventRules rules = new EventRules(EventsConfig.defaults());
    SourceTopics sources = new SourceTopics(topics);
    sources.tell(_ -> Uuid.randomUuid());
    for (int partition = 0; partition < partitions; partition++) {
      events.add(new ArrayList<>());
      moved.add(new ArrayList<>());
      interactions.add(new ArrayList<>());
      MockProcessorContext<byte[], Message> context =
          new MockProcessorContext<>(
              new Properties(), new TaskId(0, partition), new File("target/simulated-cleaning"));
      Duration period = Duration.ofHours(config.duplicateRetentionHours());
      var store =
          Stores.windowStoreBuilder(
                  Stores.inMemoryWindowStore(
                      SeenEvents.STORE, period.multipliedBy(2), period, false),
                  Serdes.Bytes(),
                  Serdes.ByteArray())
              .withLoggingDisabled()
              .build();
      store.init(context.getStateStoreContext(), store);
      CleaningProcessor processor =
          new CleaningProcessor(config, rules, topics.movedEvents(), sources, counters);
      processor.init(context);
      tasks.add(new Task(context, processor));
    }
  }

  /** A producer writes a record to a partition of its choice. */
  void produce(int partition, byte @Nullable [] value) {
    events.get(partition).add(value);
  }

  /** Something that is not cleaning writes to the moved events. */
  void intrude(int partition, byte[] value) {
    moved.get(partition).add(value);
  }

  /** Lets tasks take records, one at a time in a random order, until none is left. */
  void run(Random random) {
    run(random, Integer.MAX_VALUE);
  }

  /** All tasks die, and go on from where they committed last; the stores have all that was put. */
  void crash(Random random) {
    for (Task task : tasks) {
      task.eventsRead -= random.nextInt(task.eventsRead + 1);
      task.movedRead -= random.nextInt(task.movedRead + 1);
    }
  }

  /** As {@link #run(Random)}, but no more than so many records. */
  void run(Random random, int records) {
    List<Task> waiting = new ArrayList<>(tasks);
    for (int taken = 0; taken < records && !waiting.isEmpty(); taken++) {
      Task task = waiting.get(random.nextInt(waiting.size()));
      if (!step(task, random)) {
        waiting.remove(task);
      } else if (waiting.size() < tasks.size()) {
        waiting.clear();
        waiting.addAll(tasks);
      }
    }
  }

  private boolean step(Task task, Random random) {
    int partition = task.context.taskId().partition();
    boolean hasEvents = task.eventsRead < events.get(partition).size();
    boolean hasMoved = task.movedRead < moved.get(partition).size();
    if (!hasEvents && !hasMoved) {
      return false;
    }
    if (hasMoved && (!hasEvents || random.nextBoolean())) {
      int offset = task.movedRead++;
      process(task, topics.movedEvents().name(), offset, moved.get(partition).get(offset));
    } else {
      int offset = task.eventsRead++;
      process(task, topics.events().name(), offset, events.get(partition).get(offset));
    }
    return true;
  }

  @SuppressWarnings("NullAway") // a tombstone is a record without a value
  private void process(Task task, String topic, int offset, byte @Nullable [] value) {
    int partition = task.context.taskId().partition();
    task.context.setRecordMetadata(topic, partition, offset);
    task.processor.process(new Record<>(new byte[0], value, ARRIVAL_MS));
    for (var forward : task.context.forwarded()) {
      switch (forward.record().value()) {
        case Interaction interaction ->
            interactions.get(interaction.getSourcePartition()).add(interaction);
        case Event event ->
            moved
                .get(Partitions.of(event.getUserId(), tasks.size()))
                .add(RecordSerdes.EVENT.encode(event));
        case Rejection rejection -> rejections.add(rejection);
        default -> throw new AssertionError(forward);
      }
    }
    task.context.resetForwards();
  }

  @Override
  public void close() {
    tasks.forEach(task -> task.processor.close());
  }
}
