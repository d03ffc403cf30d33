package io.eddyline.k8s.bench.overlay;

import ai.onnxruntime.OrtException;
import io.eddyline.k8s.bench.overlay.BlockGraph.Join;
import io.eddyline.k8s.swap.VersionPress;
import io.eddyline.schemas.config.RecordSettings;
import io.eddyline.schemas.snapshot.FileSnapshotStore;
import io.eddyline.schemas.topic.TopicCatalogue;
import io.eddyline.schemas.topic.TopicsConfig;
import io.eddyline.serving.model.InferenceConfig;
import io.eddyline.serving.model.LoadedModel;
import io.eddyline.serving.model.LoadingConfig;
import io.eddyline.serving.model.ModelSlot;
import io.eddyline.serving.model.Models;
import io.eddyline.serving.model.VersionFeed;
import io.eddyline.serving.overlay.Overlay;
import io.eddyline.serving.overlay.OverlayConfig;
import io.eddyline.serving.overlay.OverlayItem;
import io.eddyline.serving.overlay.RowOrigin;
import io.eddyline.serving.overlay.RowVersion;
import io.eddyline.serving.overlay.Side;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Newer rows merged behind the graph against newer rows as an input block of the graph. */
@Command(
    name = "overlay-block",
    description = "What newer rows cost a list: merged behind the graph, or as a block of it.",
    mixinStandardHelpOptions = true)
public final class OverlayBlockCommand implements Callable<Integer> {
  private static final int DIMENSION = 64;
  /* One laid item in so many has no row in the version. */
  private static final int NEW_ITEMS = 10;
  private static final long SEED = 44;
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  @Option(names = "--items", description = "Default ${DEFAULT-VALUE}.")
  private int items = 100_000;

  @Option(names = "--users", description = "Default ${DEFAULT-VALUE}.")
  private int users = 10_000;

  @Option(names = "--laid", split = ",", description = "Default ${DEFAULT-VALUE}.")
  private List<Integer> laid = List.of(0, 100, 1_000, 10_000);

  @Option(names = "--batches", split = ",", description = "Default ${DEFAULT-VALUE}.")
  private List<Integer> batches = List.of(1, 16);

  @Option(names = "--rounds", description = "Default ${DEFAULT-VALUE}.")
  private int rounds = 3;

  @Option(names = "--folder", description = "Where the version is written; emptied by nobody.")
  private Path folder = Path.of("target/bench");

  private long updates;

  /** Lets a poll last, as one of Kafka does: the processors belong to what is measured. */
  private static final class WaitingConsumer extends MockConsumer<byte[], byte[]> {
    private WaitingConsumer() {
      super("earliest");
    }

    @Override
    @SuppressWarnings("UnsynchronizedOverridesSynchronized") // the wait is the part without it
    public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
      LockSupport.parkNanos(timeout.toNanos());
      return super.poll(timeout);
    }
  }

  @Override
  public Integer call() throws Exception {
    Path root = folder.resolve("overlay-block-" + Long.toString(System.currentTimeMillis(), 36));
    FileSnapshotStore store = VersionPress.write(root, items, users, DIMENSION);
    Path version = store.open(VersionPress.MODEL, 2).folder();
    for (Join join : Join.values()) {
      var _ = BlockGraph.write(version, items, DIMENSION, join);
    }
    try (Models models = models(store)) {
      System.out.printf(
          Locale.ROOT, "%n%d items x %d, seed %d, us a query%n%n", items, DIMENSION, SEED);
      System.out.println(
          "| round | laid | batch | graph | merge | together | block, all scores | block, best of"
              + " both |");
      System.out.println("|---|---|---|---|---|---|---|---|");
      for (int round = 1; round <= rounds; round++) {
        for (int count : laid) {
          measure(models, version, round, count);
        }
      }
    }
    return 0;
  }

  private Models models(FileSnapshotStore store) {
    TopicCatalogue topics = new TopicCatalogue(RecordSettings.defaults(TopicsConfig.class));
    MockConsumer<byte[], byte[]> consumer = new WaitingConsumer();
    Stream.of(topics.snapshots(), topics.control(), topics.metrics())
        .map(topic -> new TopicPartition(topic.name(), 0))
        .forEach(
            place -> {
              consumer.updateBeginningOffsets(Map.of(place, 0L));
              consumer.updateEndOffsets(Map.of(place, 0L));
            });
    Models models =
        Models.start(
            new Models.Plan(
                VersionPress.MODEL,
                store,
                topics,
                VersionFeed.NONE,
                new InferenceConfig(1, 1, 1),
                RecordSettings.defaults(LoadingConfig.class)),
            consumer,
            (_, _, _, _) -> {},
            new SimpleMeterRegistry());
    Awaitility.await().atMost(PATIENCE).until(() -> models.slot().version() == 2);
    return models;
  }

  private void measure(Models models, Path folderOfVersion, int round, int count)
      throws OrtException {
    try (ModelSlot.Lease lease = Objects.requireNonNull(models.slot().acquire(""))) {
      LoadedModel version = lease.model();
      Overlay overlay = lay(version, count);
      try (Contest contest = new Contest(folderOfVersion, overlay.over(version))) {
        for (int batch : batches) {
          contest.print(round, count, batch, users);
        }
      }
      overlay.drop(Side.ITEM, 0, (_, _) -> true);
      overlay.changed();
    }
  }

  /** Rows of so many items, of popular ones more often. */
  private Overlay lay(LoadedModel version, int count) {
    SplittableRandom random = new SplittableRandom(SEED);
    Overlay overlay =
        new Overlay(new OverlayConfig(1, Math.max(1, count)), new SimpleMeterRegistry());
    overlay.follow(version);
    Set<Integer> rows = new HashSet<>();
    while (rows.size() < count) {
      int row = (int) (items * Math.pow(random.nextDouble(), 3));
      if (rows.add(row)) {
        boolean isNew = rows.size() % NEW_ITEMS == 0;
        overlay.put(item(random, isNew ? "new" + row : "i" + row, row));
      }
    }
    overlay.changed();
    return overlay;
  }

  private OverlayItem item(SplittableRandom random, String id, int row) {
    updates++;
    return new OverlayItem(
        id,
        new RowOrigin(0, new RowVersion(1, updates), updates),
        vector(random),
        vector(random),
        vector(random),
        1_000.0 / (1 + row),
        100.0 / (1 + row),
        updates);
  }

  private static float[] vector(SplittableRandom random) {
    float[] vector = new float[DIMENSION];
    for (int at = 0; at < DIMENSION; at++) {
      vector[at] = (float) random.nextDouble(-1, 1);
    }
    return vector;
  }
}
