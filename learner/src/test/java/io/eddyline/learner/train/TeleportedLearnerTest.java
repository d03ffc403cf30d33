package io.eddyline.learner.train;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.eddyline.learner.negatives.Teleportation;
import io.eddyline.learner.table.ItemImage;
import io.eddyline.schemas.config.RecordSettings;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The whole learner with teleported negatives on its item side. */
final class TeleportedLearnerTest {
  private static final int USERS = 60;
  private static final int ITEMS = 150;
  private static final int DIMENSION = 16;

  private final String[] userIds = new String[USERS];
  private final String[] itemIds = new String[ITEMS];

  TeleportedLearnerTest() {
    for (int user = 0; user < USERS; user++) {
      userIds[user] = "user-" + user;
    }
    for (int item = 0; item < ITEMS; item++) {
      itemIds[item] = "item-" + item;
    }
  }

  @Test
  void sameSeedGivesTheSameRows() {
    LocalLearner one = learner(Map.of("share", "0.5"));
    LocalLearner two = learner(Map.of("share", "0.5"));
    play(one, 3000);
    play(two, 3000);
    assertThat(teleportation(one).drawnNegatives()).isPositive();
    assertThat(teleportation(one).minedLists())
        .isPositive()
        .isEqualTo(teleportation(two).minedLists());
    assertSame(one, two, true);
  }

  @Test
  void aShareOfZeroChangesNothing() {
    LocalLearner without = learner(Map.of());
    LocalLearner zero = learner(Map.of("share", "0", "list-length", "3", "episode-events", "1"));
    LocalLearner some = learner(Map.of("share", "0.5"));
    play(without, 1500);
    play(zero, 1500);
    play(some, 1500);
    assertThat(zero.itemSide().teleportation()).as("no memory, no miner").isNull();
    assertSame(without, zero, true);
    assertSame(without, some, false);
  }

  @Test
  void allocatesNothingOnceWarm() {
    LocalLearner learner = learner(Map.of("share", "0.5", "lists", "40", "episode-lists", "20"));
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long least = Long.MAX_VALUE;
    for (int round = 0; round < 40 && least > 0; round++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      play(learner, 2000);
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }
    /* A boxed value an event would be 32 kB, an episode's copy 4 kB. */
    assertThat(least).isLessThan(1000);
    assertThat(teleportation(learner).drawnNegatives()).isPositive();
  }

  private static Teleportation teleportation(LocalLearner learner) {
    Teleportation teleportation = learner.itemSide().teleportation();
    if (teleportation == null) {
      throw new AssertionError("no teleportation");
    }
    return teleportation;
  }

  private static LocalLearner learner(Map<String, String> teleportation) {
    Map<String, String> values = new HashMap<>();
    values.put("dimension", String.valueOf(DIMENSION));
    values.put("negatives", "16");
    values.put("item-queue", "64");
    values.put("user-queue", "48");
    values.put("reservoir", "500");
    values.put("seen-limit", "64");
    values.put("pair-seen-limit", "20");
    values.put("teleportation.episode-events", "100");
    values.put("teleportation.list-length", "8");
    teleportation.forEach((key, value) -> values.put("teleportation." + key, value));
    return new LocalLearner(RecordSettings.bind(LearnerSettings.class, values));
  }

  private void play(LocalLearner learner, int events) {
    SplittableRandom random = new SplittableRandom(9);
    for (int event = 0; event < events; event++) {
      int user = learner.user(userIds[random.nextInt(USERS)]);
      int item = learner.item(itemIds[random.nextInt(ITEMS)]);
      Polarity polarity = random.nextInt(10) == 0 ? Polarity.NEGATIVE : Polarity.POSITIVE;
      learner.train(user, item, 1, polarity, random.nextInt(5) > 0, event);
    }
  }

  private static void assertSame(LocalLearner one, LocalLearner two, boolean same) {
    ItemImage left = new ItemImage(DIMENSION);
    ItemImage right = new ItemImage(DIMENSION);
    int different = 0;
    for (int row = 0; row < one.items().size(); row++) {
      one.items().read(row, left);
      two.items().read(two.items().find(one.items().id(row)), right);
      for (int k = 0; k < DIMENSION; k++) {
        different += left.vector[k] == right.vector[k] ? 0 : 1;
      }
    }
    if (same) {
      assertThat(different).isZero();
      assertThat(two.itemSide().generator().state()).isEqualTo(one.itemSide().generator().state());
    } else {
      assertThat(different).isPositive();
    }
  }
}
