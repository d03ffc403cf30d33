package io.eddyline.learner.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.eddyline.learner.stream.TaskBench.Change;
import io.eddyline.learner.table.ItemReplica;
import io.eddyline.learner.table.ItemTable;
import io.eddyline.learner.table.Neighbourhood;
import io.eddyline.learner.train.LearnerSettings;
import io.eddyline.schemas.topic.TopicCatalogue;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.api.Record;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A replica from the images of the item rows is as one that has read their log. */
final class ReplicaStartTest {
  private static final int EVENTS = 400;
  private static final int COMMIT_EVERY = 7;
  private static final long SEED = 53;
  private static final TopicPartition LOG = TaskBench.log(TopicCatalogue.ITEM_STORE);

  private final SyntheticStream events = new SyntheticStream(SEED);
  private final LearnerSettings settings =
      SyntheticStream.with(Map.of("rows.expire-after-events", "150"));

  @TempDir Path folder;
  private Path image;
  private BenchLearner learner;
  private List<Change> log;

  @BeforeEach
  void leaveImages() throws IOException {
    Path task = Files.createDirectories(folder.resolve("3_0"));
    image = task.resolve("item-rows.image");
    learner = new BenchLearner(settings, BenchImages.in(task));
    learn(learner, EVENTS);
    log = new ArrayList<>(learner.changelog());
    learner.checkpoint(log);
    learner.close(TimeUnit.SECONDS.toNanos(10));
    assertThat(image).exists();
  }

  private void learn(BenchLearner target, int count) {
    for (int event = 1; event <= count; event++) {
      target.learn(events.next());
      if (event % COMMIT_EVERY == 0 || event == count) {
        target.commit();
      }
    }
  }

  @Test
  void hasWhatTheLogHas() {
    LearnerParts logged = sent();
    follow(logged, log);
    LearnerParts imaged = sent();

    Map<TopicPartition, Long> next = start(imaged).read(folder);

    assertThat(next).isEqualTo(Map.of(LOG, itemRecords(log)));
    assertSame(imaged, logged);
    assertThat(imaged.lead().total()).isEqualTo(logged.lead().total()).isLessThan(EVENTS - 1);
    ItemTable rows = BenchLearner.restored(log, learner).items();
    for (int row = 0; row < rows.size(); row++) {
      long updates = rows.updates(row);
      assertThat(imaged.replica().isNewer(rows.id(row), 1, updates)).isFalse();
      assertThat(imaged.replica().isNewer(rows.id(row), 2, updates)).isTrue();
    }
    assertThat(image).exists();
  }

  @Test
  void goesOnWithTheLogBehindTheImages() {
    BenchLearner other = BenchLearner.restored(log, learner);
    learn(other, EVENTS);
    List<Change> all = new ArrayList<>(log);
    all.addAll(other.changelog());
    LearnerParts logged = parts();
    follow(logged, all);
    LearnerParts imaged = parts();

    start(imaged).read(folder);
    follow(imaged, other.changelog());

    assertSame(imaged, logged);
  }

  @Test
  void aDamagedImageIsPassedOver() throws IOException {
    byte[] bytes = Files.readAllBytes(image);
    bytes[bytes.length / 2] ^= 1;
    Files.write(image, bytes);
    LearnerParts imaged = parts();

    assertThat(start(imaged).read(folder)).isEmpty();

    assertThat(imaged.replica().size()).isZero();
    assertThat(image).doesNotExist();
  }

  @Test
  void imagesOfOtherStoresAndFoldersAreNoMatter() throws IOException {
    Files.delete(image);
    Files.createDirectories(folder.resolve("global"));
    assertThat(start(parts()).read(folder)).isEmpty();
  }

  private static void assertSame(LearnerParts imaged, LearnerParts logged) {
    Map<String, List<Object>> expected = contents(logged.replica());
    Map<String, List<Object>> contents = contents(imaged.replica());
    assertThat(contents.keySet()).as("seed %d", SEED).isEqualTo(expected.keySet()).isNotEmpty();
    expected.forEach(
        (id, values) -> assertThat(contents.get(id)).as("seed %d, %s", SEED, id).isEqualTo(values));
  }

  private ReplicaStart start(LearnerParts parts) {
    return new ReplicaStart(parts, () -> LearnerStores.itemTable(parts), LOG.topic());
  }

  /* The user side has sent all, and nothing is known to be learnt. */
  private LearnerParts sent() {
    LearnerParts parts = parts();
    parts.lead().starts(0, 0);
    parts.lead().sent(0, EVENTS - 1);
    return parts;
  }

  private LearnerParts parts() {
    LearnerParts fresh =
        BenchTasks.parts(settings, SyntheticStream.config(4), new SimpleMeterRegistry(), () -> 0);
    return BenchImages.in(folder).open(fresh, log);
  }

  private static void follow(LearnerParts parts, List<Change> changes) {
    ReplicaProcessor processor = new ReplicaProcessor(parts);
    processor.init(new TaskBench().context());
    for (Change change : changes) {
      if (change.store().equals(TopicCatalogue.ITEM_STORE)) {
        processor.process(new Record<>(change.key(), change.value(), 0));
      }
    }
    processor.close();
  }

  private static long itemRecords(List<Change> changes) {
    return changes.stream()
        .filter(change -> change.store().equals(TopicCatalogue.ITEM_STORE))
        .count();
  }

  /* All that is seen of the items that have a row, by id. */
  private static Map<String, List<Object>> contents(ItemReplica replica) {
    replica.refreshPriors();
    Map<String, List<Object>> contents = new TreeMap<>();
    float[] vector = new float[replica.dimension()];
    float[] priors = new float[replica.size()];
    float[] trends = new float[replica.size()];
    replica.readPriors(replica.size(), priors);
    replica.readTrendPriors(replica.size(), trends);
    for (int item = 0; item < replica.size(); item++) {
      if (!hasRow(replica, item)) {
        continue;
      }
      List<Object> values = new ArrayList<>();
      values.add(replica.ownerOrdinal(item));
      values.add(replica.ownerPartition(item));
      values.add(replica.isCandidate(item));
      values.add(replica.popularity(item));
      values.add(replica.affinityFactor(item));
      values.add(priors[item]);
      values.add(trends[item]);
      replica.readKey(item, vector, 0);
      values.add(vector.clone());
      replica.readCandidate(item, vector, 0);
      values.add(vector.clone());
      replica.readContext(item, vector);
      values.add(vector.clone());
      values.add(neighbours(replica, item));
      contents.put(replica.id(item), values.stream().map(ReplicaStartTest::text).toList());
    }
    return contents;
  }

  /* The lists of an item that lost its row are left as they were. */
  private static boolean hasRow(ItemReplica replica, int item) {
    return !replica.isRetired(item) && replica.ownerOrdinal(item) >= 0;
  }

  private static Object text(Object value) {
    return value instanceof float[] floats ? Arrays.toString(floats) : value;
  }

  private static Map<String, Float> neighbours(ItemReplica replica, int item) {
    Neighbourhood neighbourhood = replica.neighbourhood();
    int[] others = new int[neighbourhood.most(item)];
    float[] counts = new float[others.length];
    int size = neighbourhood.read(item, others, counts);
    Map<String, Float> sums = new TreeMap<>();
    for (int k = 0; k < size; k++) {
      if (hasRow(replica, others[k])) {
        sums.merge(replica.id(others[k]), counts[k], Float::sum);
      }
    }
    return sums;
  }
}
