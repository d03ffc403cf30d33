package io.eddyline.k8s.overlay;

import static java.util.Objects.requireNonNull;

import io.eddyline.k8s.overlay.RandomSignals.Numbers;
import io.eddyline.learner.snapshot.build.BuilderRun;
import io.eddyline.learner.stream.TopologyRun;
import io.eddyline.learner.train.LearnerSettings;
import io.eddyline.schemas.record.Polarity;
import io.eddyline.schemas.serde.RowKeys;
import io.eddyline.schemas.snapshot.FileSnapshotStore;
import io.eddyline.schemas.snapshot.Manifest;
import io.eddyline.schemas.topic.TopicCatalogue;
import io.eddyline.schemas.topic.TopicSpec;
import io.eddyline.schemas.topic.TopicsConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Two versions of a learner that goes on between them, both served:
 *
 * <pre>
 *   learner   | ------------- events ------------- | -------- further events -------- |
 *   builder                                        | earlier                          | now
 *   serving                                          earlier + the rows since ------- = now
 * </pre>
 *
 * The users and items of the further events are partly those of before, partly new. Some users are
 * not heard of again, and their rows expire as those of rare items do; some of these come back.
 *
 * <p>Threading: one thread.
 */
final class LearntMoment implements AutoCloseable {
  private static final int EVENTS = 600;
  private static final int FURTHER_EVENTS = 240;
  private static final Numbers USERS = new Numbers("user", 0, 30);
  private static final Numbers LATER_USERS = new Numbers("user", 4, 32);
  private static final Numbers ITEMS = new Numbers("item", 40, 220);
  private static final Numbers LATER_ITEMS = new Numbers("item", 0, 240);

  private final TopicCatalogue topics = new TopicCatalogue(new TopicsConfig("test", 1, 1, 1));
  private final MemoryLog log = new MemoryLog();
  private final Manifest manifest;
  private final ServedVersion earlier;
  private final ServedVersion now;

  LearntMoment(LearnerSettings settings, long seed, Path folder) throws Exception {
    FileSnapshotStore store = new FileSnapshotStore(folder.resolve("earlier"));
    FileSnapshotStore storeOfNow = new FileSnapshotStore(folder.resolve("now"));
    RandomSignals signals = new RandomSignals(seed);
    try (TopologyRun learner = new TopologyRun(settings, topics, folder.resolve("streams"));
        BuilderRun builder = new BuilderRun(settings, topics, store, log::open)) {
      for (int event = 0; event < EVENTS; event++) {
        learner.learn(signals.next(USERS, ITEMS));
      }
      drain(learner);
      manifest = builder.build();
      for (int event = 0; event < FURTHER_EVENTS; event++) {
        learner.learn(signals.next(LATER_USERS, LATER_ITEMS));
      }
      // What is not positive makes nothing popular, and no row tells of the time that it takes.
      learner.learn(signals.next(LATER_USERS, LATER_ITEMS, Polarity.POSITIVE));
      drain(learner);
    }
    earlier = new ServedVersion(store, topics, log, manifest.version());
    Manifest made;
    try (BuilderRun builder = new BuilderRun(settings, topics, storeOfNow, log::open)) {
      made = builder.build();
    }
    now = new ServedVersion(storeOfNow, topics, log, made.version());
  }

  private void drain(TopologyRun learner) {
    for (TopicSpec topic : List.of(topics.userRows(), topics.itemRows())) {
      learner.read(topic).forEach(it -> log.append(topic.name(), it.key(), it.value()));
    }
  }

  ServedVersion earlier() {
    return earlier;
  }

  ServedVersion now() {
    return now;
  }

  /** Every user there was. */
  static Set<String> users() {
    Set<String> users = new TreeSet<>();
    for (Numbers numbers : List.of(USERS, LATER_USERS)) {
      for (int drawn = 0; drawn < numbers.count(); drawn++) {
        users.add(numbers.id(drawn));
      }
    }
    return users;
  }

  /** Live pairs between both versions. */
  long pairsBetween() {
    return livePairs(now.model().manifest()) - livePairs(manifest);
  }

  private static long livePairs(Manifest of) {
    return requireNonNull(of.offsets().itemMarks().get(0), "a mark").livePairs();
  }

  /** Items whose row was written or removed between both versions. */
  Set<String> changedItems() {
    return ids(topics.itemRows(), manifest.offsets().itemRows(), _ -> true);
  }

  /** Items whose row was removed between both versions; some of them came back. */
  Set<String> removedItems() {
    return ids(topics.itemRows(), manifest.offsets().itemRows(), it -> it.value() == null);
  }

  private Set<String> ids(
      TopicSpec topic, Map<Integer, Long> from, Predicate<ConsumerRecord<byte[], byte[]>> choice) {
    Set<String> ids = new TreeSet<>();
    log.from(topic.name(), from.getOrDefault(0, 0L)).stream()
        .filter(it -> RowKeys.kind(it.key()) == RowKeys.Kind.ROW && choice.test(it))
        .forEach(it -> ids.add(RowKeys.id(it.key())));
    return ids;
  }

  @Override
  public void close() {
    earlier.close();
    now.close();
  }
}
