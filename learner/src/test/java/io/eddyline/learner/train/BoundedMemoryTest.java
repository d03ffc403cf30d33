package io.eddyline.learner.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.eddyline.learner.kernel.Generator;
import io.eddyline.learner.negatives.ItemKeyQueue;
import io.eddyline.learner.negatives.Reservoir;
import io.eddyline.learner.table.ItemReplica;
import io.eddyline.learner.table.SeenSet;
import io.eddyline.learner.table.UserTable;
import io.eddyline.schemas.config.RecordSettings;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A stream whose users and items come and go for ever, learnt in memory that does not grow. */
final class BoundedMemoryTest {
  private static final int EXPIRE_ITEMS = 300;
  private static final int EXPIRE_USERS = 400;
  private static final long SEED = 17;

  private final Map<String, Set<String>> itemsOf = new HashMap<>();
  private final Map<String, Long> itemUse = new HashMap<>();
  private final Map<String, Long> userUse = new HashMap<>();
  private final Generator random = new Generator(SEED);

  @Test
  void memoryFollowsWhatIsUsedAndNotWhatWasEverSeen() {
    LocalLearner learner = new LocalLearner(settings(Map.of()));
    int most = 0;
    for (int event = 1; event <= 20_000; event++) {
      learn(learner, event);
      if (event % 500 == 0) {
        assertReferencesNameWhatTheUserHad(learner, event);
        assertThat(learner.users().count()).as("event %d", event).isEqualTo(userUse.size());
      }
      if (event == 10_000) {
        most = learner.replica().size();
      }
    }
    assertThat(itemsOf.keySet()).hasSizeGreaterThan(2000);
    assertThat(learner.replica().size()).as("no growth after the first half").isEqualTo(most);
    assertThat(learner.replica().size()).isLessThan(1500);
    assertThat(learner.items().size()).isLessThan(500);
    assertThat(learner.users().size()).isLessThan(EXPIRE_USERS + 2);
    assertThat(learner.userSide().expiredUsers()).isGreaterThan(1000);
    assertThat(learner.itemSide().expiredItems()).isGreaterThan(1000);
    assertThat(learner.userSide().trainedEvents()).isEqualTo(20_000);
  }

  @Test
  void sameStreamLeavesSameBytes() {
    LocalLearner one = new LocalLearner(settings(Map.of("rows.admit-after-sightings", "2")));
    LocalLearner two = new LocalLearner(settings(Map.of("rows.admit-after-sightings", "2")));
    for (LocalLearner learner : new LocalLearner[] {one, two}) {
      Generator draws = new Generator(SEED);
      for (int event = 1; event <= 4000; event++) {
        String user = "u" + (event / 6 + draws.nextInt(40));
        String item = "i" + (event / 4 + draws.nextInt(60));
        learner.learn(user, item, 1, Polarity.POSITIVE, true, event);
      }
    }
    UserTable users = one.users();
    assertThat(two.users().size()).isEqualTo(users.size());
    for (int row = 0; row < users.size(); row++) {
      assertThat(two.users().holds(row)).isEqualTo(users.holds(row));
      assertThat(two.users().vectors().chunk(row)).isEqualTo(users.vectors().chunk(row));
    }
    assertThat(two.replica().size()).isEqualTo(one.replica().size());
    for (int item = 0; item < one.replica().size(); item++) {
      assertThat(two.replica().id(item)).isEqualTo(one.replica().id(item));
      assertThat(two.replica().isRetired(item)).isEqualTo(one.replica().isRetired(item));
    }
  }

  @Test
  void everyEventCountsOnceWhateverIsAdmitted() {
    LocalLearner learner =
        new LocalLearner(
            settings(
                Map.of(
                    "rows.admit-after-sightings", "3",
                    "rows.admit-users-after-sightings", "2")));
    learner.learn("u", "a", 1, Polarity.POSITIVE, true, 1);
    assertThat(learner.users().find("u")).as("seen once").isEqualTo(-1);
    learner.learn("u", "a", 1, Polarity.POSITIVE, true, 2);
    assertThat(learner.users().find("u")).as("seen twice").isNotNegative();
    assertThat(learner.items().find("a")).as("seen twice").isEqualTo(-1);
    assertThat(learner.replica().find("a")).isEqualTo(-1);
    learner.learn("v", "b", 1, Polarity.NEGATIVE, true, 3);
    learner.learn("u", "a", 1, Polarity.POSITIVE, true, 4);
    int row = learner.items().find("a");
    assertThat(row).as("seen three times").isNotNegative();
    assertThat(learner.items().popularity(row)).isEqualTo(1);
    assertThat(learner.items().livePairs()).as("positive events").isEqualTo(3);
    assertThat(learner.users().histories().size(learner.users().find("u"))).isZero();
    learner.learn("u", "a", 1, Polarity.POSITIVE, true, 5);
    assertThat(learner.users().histories().size(learner.users().find("u"))).isEqualTo(1);
    assertThat(learner.users().trainedEvents(learner.users().find("u"))).isEqualTo(3);
    assertThat(learner.userSide().trainedEvents()).isEqualTo(5);
  }

  private void learn(LocalLearner learner, int event) {
    String user = "u" + (event / 5 + random.nextInt(60));
    String item = "i" + (event / 4 + random.nextInt(80));
    Polarity polarity =
        switch (random.nextInt(10)) {
          case 0 -> Polarity.NEGATIVE;
          case 1 -> Polarity.NEUTRAL;
          default -> Polarity.POSITIVE;
        };
    learner.learn(user, item, 1, polarity, true, event);
    itemsOf.computeIfAbsent(user, id -> new HashSet<>()).add(item);
    itemUse.put(item, (long) event);
    userUse.put(user, (long) event);
    userUse.values().removeIf(used -> event - used > EXPIRE_USERS);
  }

  private void assertReferencesNameWhatTheUserHad(LocalLearner learner, int event) {
    UserTable users = learner.users();
    ItemReplica replica = learner.replica();
    for (int row = 0; row < users.size(); row++) {
      if (!users.holds(row)) {
        continue;
      }
      Set<String> had = itemsOf.getOrDefault(users.id(row), Set.of());
      for (int age = 0; age < users.histories().size(row); age++) {
        assertThat(had).as("history, event %d", event).contains(id(replica, users, row, age));
      }
      SeenSet seen = users.seen(row);
      for (int k = 0; k < seen.size(); k++) {
        assertThat(had).as("seen set, event %d", event).contains(replica.id(seen.item(k)));
      }
    }
    assertReservoirAndQueue(learner, event);
  }

  private void assertReservoirAndQueue(LocalLearner learner, int event) {
    ItemReplica replica = learner.replica();
    Reservoir reservoir = learner.userSide().reservoir();
    int replayable = 0;
    for (int slot = 0; slot < reservoir.size(); slot++) {
      if (learner.userSide().canReplay(slot)) {
        replayable++;
        String user = learner.users().id(reservoir.user(slot));
        assertThat(itemsOf.getOrDefault(user, Set.of()))
            .as("reservoir, event %d", event)
            .contains(replica.id(reservoir.item(slot)));
      }
    }
    assertThat(replayable).as("the sample does not dry up, event %d", event).isGreaterThan(30);
    ItemKeyQueue queue = learner.userSide().queue();
    for (int slot = 0; slot < queue.size(); slot++) {
      if (queue.item(slot) != ItemKeyQueue.NAMELESS) {
        String id = replica.id(queue.item(slot));
        assertThat(event - itemUse.getOrDefault(id, -1_000_000L))
            .as("queue, event %d, %s", event, id)
            .isLessThan(2000);
      }
    }
  }

  private static String id(ItemReplica replica, UserTable users, int row, int age) {
    return replica.id(users.histories().item(row, age));
  }

  private static LearnerSettings settings(Map<String, String> more) {
    Map<String, String> values = new HashMap<>();
    values.put("dimension", "8");
    values.put("history-length", "6");
    values.put("negatives", "8");
    values.put("item-queue", "64");
    values.put("user-queue", "32");
    values.put("reservoir", "400");
    values.put("seen-limit", "128");
    values.put("pair-seen-limit", "20");
    values.put("rows.expire-after-events", String.valueOf(EXPIRE_ITEMS));
    values.put("rows.expire-users-after-events", String.valueOf(EXPIRE_USERS));
    values.putAll(more);
    return RecordSettings.bind(LearnerSettings.class, values);
  }
}
