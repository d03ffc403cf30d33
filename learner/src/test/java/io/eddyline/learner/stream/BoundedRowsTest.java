package io.eddyline.learner.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.eddyline.learner.kernel.Generator;
import io.eddyline.learner.stream.TaskBench.Change;
import io.eddyline.learner.table.SeenSet;
import io.eddyline.learner.table.UserTable;
import io.eddyline.learner.train.LearnerSettings;
import io.eddyline.schemas.record.Polarity;
import io.eddyline.schemas.record.Signal;
import io.eddyline.schemas.serde.RowKeys;
import io.eddyline.schemas.serde.RowKeys.Kind;
import io.eddyline.schemas.topic.TopicCatalogue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows that are admitted late and expire, in the log and over restarts. */
final class BoundedRowsTest {
  private static final int EVENTS = 1500;
  private static final int FURTHER_EVENTS = 400;
  private static final int COMMIT_EVERY = 7;
  private static final long SEED = 23;
  private static final Map<String, String> EXPIRY =
      Map.of("expire-after-events", "250", "expire-users-after-events", "150");

  private final Generator random = new Generator(SEED);
  private int event;

  @Test
  void theLogHoldsTheRowsOfNowAndNoOthers() {
    BenchLearner learner = trained(EXPIRY);

    Map<String, byte[]> image = image(learner.changelog());
    assertThat(ids(image, TopicCatalogue.USER_STORE, Kind.ROW)).isEqualTo(userIds(learner));
    assertThat(ids(image, TopicCatalogue.ITEM_STORE, Kind.ROW)).isEqualTo(itemIds(learner));
    assertThat(userIds(learner)).hasSizeLessThan(160);
    assertThat(itemIds(learner)).hasSizeLessThan(260);
    assertThat(removed(learner)).as("tombstones").hasSizeGreaterThan(300);
    assertThat(blocks(image)).isNotEmpty().isEqualTo(blocks(learner));
  }

  @Test
  void aRestartHasTheSameRows() {
    BenchLearner original = trained(EXPIRY);
    List<Change> shuffled = new ArrayList<>(LoggedImage.compacted(original.changelog()));
    Collections.shuffle(shuffled, new Random(SEED));

    BenchLearner restored = BenchLearner.restored(shuffled, original);

    assertThat(TableContents.users(restored.users(), restored.replica()))
        .as("seed %d", SEED)
        .isEqualTo(TableContents.users(original.users(), original.replica()));
    assertThat(TableContents.items(restored.items(), 8))
        .as("seed %d", SEED)
        .isEqualTo(TableContents.items(original.items(), 8));
  }

  /* Without follows and reversed replays: their items depend on how far the sweep has come. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aRestartExpiresOnAsTheOriginal(boolean compacted) {
    BenchLearner original = trained(SyntheticStream.settings(0.1, 1, 0, EXPIRY));
    List<Change> log = original.changelog();
    BenchLearner restored =
        BenchLearner.restored(compacted ? LoggedImage.compacted(log) : log, original);
    for (int further = 1; further <= FURTHER_EVENTS; further++) {
      Signal signal = next();
      original.learn(signal);
      restored.learn(signal);
      if (further % COMMIT_EVERY == 0 || further == FURTHER_EVENTS) {
        original.commit();
        restored.commit();
      }
      assertThat(userIds(restored)).as("seed %d, %d", SEED, further).isEqualTo(userIds(original));
      assertThat(itemIds(restored)).as("seed %d, %d", SEED, further).isEqualTo(itemIds(original));
    }
    assertThat(restored.trainedEvents()).isEqualTo(EVENTS + FURTHER_EVENTS);
    assertSameCounts(original, restored);
  }

  @Test
  void aRestartAdmitsOnAsTheOriginal() {
    Map<String, String> late =
        Map.of(
            "admit-after-sightings", "3",
            "admit-users-after-sightings", "2",
            "sighting-window", "128");
    BenchLearner original = trained(late);
    BenchLearner restored =
        BenchLearner.restored(LoggedImage.compacted(original.changelog()), original);
    for (int further = 1; further <= FURTHER_EVENTS; further++) {
      Signal signal = next();
      original.learn(signal);
      restored.learn(signal);
      if (further % COMMIT_EVERY == 0 || further == FURTHER_EVENTS) {
        original.commit();
        restored.commit();
      }
    }
    assertThat(userIds(restored)).as("seed %d", SEED).isEqualTo(userIds(original));
    assertThat(itemIds(restored)).as("seed %d", SEED).isEqualTo(itemIds(original));
    assertThat(restored.trainedEvents()).isEqualTo(EVENTS + FURTHER_EVENTS);
    List<Change> continued = new ArrayList<>(LoggedImage.compacted(original.changelog()));
    assertThat(continued.stream().filter(BoundedRowsTest::isSighting).count())
        .as("two windows of blocks, of users and of items")
        .isLessThanOrEqualTo(2 * 2 * 128 / 64);
  }

  @Test
  void metricsTellHowRowsComeAndGo() {
    BenchLearner learner = trained(EXPIRY);
    assertThat(learner.registry.get("eddyline.learner.rows").tag("side", "user").gauge().value())
        .isEqualTo(learner.users().count());
    assertThat(learner.registry.get("eddyline.learner.rows").tag("side", "item").gauge().value())
        .isEqualTo(learner.items().count());
    for (String side : List.of("user", "item")) {
      double rows = learner.registry.get("eddyline.learner.rows").tag("side", side).gauge().value();
      double admitted = count(learner, "eddyline.learner.admitted.rows", side);
      double expired = count(learner, "eddyline.learner.expired.rows", side);
      assertThat(admitted - expired).as(side).isEqualTo(rows);
      assertThat(expired).as(side).isGreaterThan(100);
    }
  }

  private static double count(BenchLearner learner, String name, String side) {
    return learner.registry.get(name).tag("side", side).functionCounter().count();
  }

  private BenchLearner trained(Map<String, String> rows) {
    return trained(SyntheticStream.settings(0.1, 1, rows));
  }

  private BenchLearner trained(LearnerSettings settings) {
    BenchLearner learner = new BenchLearner(settings);
    for (int k = 1; k <= EVENTS; k++) {
      learner.learn(next());
      if (k % COMMIT_EVERY == 0 || k == EVENTS) {
        learner.commit();
      }
    }
    return learner;
  }

  /** Users and items of a window that moves, and one user who stays and sees a lot. */
  private Signal next() {
    event++;
    boolean busy = random.nextInt(2) == 0;
    String user = busy ? SyntheticStream.BUSY_USER : "u" + (event / 4 + random.nextInt(50));
    String item = "i" + (event / 3 + random.nextInt(90));
    Polarity polarity =
        random.nextInt(9) == 0
            ? Polarity.NEGATIVE
            : random.nextInt(9) == 0 ? Polarity.NEUTRAL : Polarity.POSITIVE;
    return SyntheticStream.signal(user, item, polarity);
  }

  private static void assertSameCounts(BenchLearner original, BenchLearner restored) {
    UserTable users = original.users();
    for (String id : userIds(original)) {
      int row = users.find(id);
      int same = restored.users().find(id);
      assertThat(restored.users().trainedEvents(same)).isEqualTo(users.trainedEvents(row));
      assertThat(restored.users().lastUse(same)).isEqualTo(users.lastUse(row));
      assertThat(restored.users().firstUse(same)).isEqualTo(users.firstUse(row));
    }
    for (String id : itemIds(original)) {
      int row = original.items().find(id);
      int same = restored.items().find(id);
      assertThat(restored.items().ordinal(same)).isEqualTo(original.items().ordinal(row));
      assertThat(restored.items().popularity(same)).isEqualTo(original.items().popularity(row));
      assertThat(restored.items().trainedPairs(same)).isEqualTo(original.items().trainedPairs(row));
    }
  }

  private static Map<String, byte[]> image(List<Change> changelog) {
    Map<String, byte[]> image = new TreeMap<>();
    for (Change change : LoggedImage.compacted(changelog)) {
      byte[] value = change.value();
      if (value != null && !change.store().endsWith("state")) {
        image.put(change.store() + " " + RowKeys.kind(change.key()) + " " + name(change), value);
      }
    }
    return image;
  }

  private static String name(Change change) {
    return switch (RowKeys.kind(change.key())) {
      case ROW -> RowKeys.id(change.key());
      case SEEN_BLOCK -> RowKeys.id(change.key()) + "/" + RowKeys.block(change.key());
      case PROGRESS -> "";
    };
  }

  private static Set<String> ids(Map<String, byte[]> image, String store, Kind kind) {
    String prefix = store + " " + kind + " ";
    return image.keySet().stream()
        .filter(key -> key.startsWith(prefix))
        .map(key -> key.substring(prefix.length()))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> blocks(Map<String, byte[]> image) {
    return ids(image, TopicCatalogue.USER_STORE, Kind.SEEN_BLOCK);
  }

  private static Set<String> blocks(BenchLearner learner) {
    Set<String> blocks = new TreeSet<>();
    for (String id : userIds(learner)) {
      SeenSet seen = learner.users().seen(learner.users().find(id));
      for (int block = seen.firstBlock(); block < seen.nextBlock(); block++) {
        blocks.add(id + "/" + block);
      }
    }
    return blocks;
  }

  private static List<Change> removed(BenchLearner learner) {
    return learner.changelog().stream()
        .filter(change -> change.value() == null && RowKeys.kind(change.key()) == Kind.ROW)
        .toList();
  }

  private static boolean isSighting(Change change) {
    return change.store().endsWith("state")
        && RowKeys.store(change.key()) == RowKeys.Store.SIGHTINGS;
  }

  private static Set<String> userIds(BenchLearner learner) {
    Set<String> ids = new TreeSet<>();
    for (int row = 0; row < learner.users().size(); row++) {
      if (learner.users().holds(row)) {
        ids.add(learner.users().id(row));
      }
    }
    return ids;
  }

  private static Set<String> itemIds(BenchLearner learner) {
    Set<String> ids = new TreeSet<>();
    for (int row = 0; row < learner.items().size(); row++) {
      if (learner.items().holds(row)) {
        ids.add(learner.items().id(row));
      }
    }
    return ids;
  }
}
