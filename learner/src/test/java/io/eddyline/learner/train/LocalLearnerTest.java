package io.eddyline.learner.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.eddyline.learner.negatives.ItemKeyQueue;
import io.eddyline.learner.negatives.Reservoir;
import io.eddyline.learner.negatives.UserKeyQueue;
import io.eddyline.learner.table.ItemImage;
import io.eddyline.learner.table.SeenSet;
import io.eddyline.learner.table.UserTable;
import io.eddyline.schemas.config.RecordSettings;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.Test;

final class LocalLearnerTest {
  private static final int USERS = 40;
  private static final int ITEMS = 200;
  private static final int DIMENSION = LearnerFixture.DIMENSION;

  private final LearnerSettings settings = LearnerFixture.settings(1);
  private final String[] userIds = ids("user-", USERS);
  private final String[] itemIds = ids("item-", ITEMS);

  @Test
  void sameSeedGivesTheSameRows() {
    LocalLearner one = new LocalLearner(settings);
    LocalLearner two = new LocalLearner(settings);
    play(one, 3000, 1);
    play(two, 3000, 1);
    assertSame(one, two);
  }

  @Test
  void continuesTheSameAfterRestoring() {
    continuesTheSame(settings);
  }

  @Test
  void continuesTheSameAtTheRatesOfTheRowsAges() {
    continuesTheSame(scheduled("0.25", "40"));
  }

  @Test
  void ratesThatAreTheSameEarlyAndLateChangeNoBit() {
    LocalLearner constant = new LocalLearner(scheduled("1", "0.01"));
    LocalLearner same = new LocalLearner(scheduled("1", "1000"));
    LocalLearner slower = new LocalLearner(scheduled("0.5", "1000"));
    play(constant, 2000, 1);
    play(same, 2000, 1);
    play(slower, 2000, 1);
    assertSame(constant, same);
    assertThatThrownBy(() -> assertSame(constant, slower)).isInstanceOf(AssertionError.class);
  }

  private void continuesTheSame(LearnerSettings settings) {
    LocalLearner original = new LocalLearner(settings);
    play(original, 3000, 1);
    LocalLearner restored = new LocalLearner(settings);
    restoreItems(original, restored);
    restoreUsers(original, restored);
    restoreQueues(original, restored);
    assertSame(original, restored);
    play(original, 500, 2);
    play(restored, 500, 2);
    assertSame(original, restored);
  }

  private static LearnerSettings scheduled(String early, String halfLife) {
    return RecordSettings.bind(
        LearnerSettings.class,
        Map.of(
            "dimension",
            String.valueOf(DIMENSION),
            "history-length",
            "5",
            "negatives",
            "16",
            "seen-limit",
            "64",
            "rates.early",
            early,
            "rates.half-life",
            halfLife));
  }

  @Test
  void allocatesNothingOnceWarm() {
    allocatesNothing(LearnerSettings.defaults());
  }

  @Test
  void allocatesNothingForTheRatesOfTheRowsAges() {
    allocatesNothing(
        RecordSettings.bind(
            LearnerSettings.class, Map.of("rates.early", "0.5", "rates.half-life", "100")));
  }

  private void allocatesNothing(LearnerSettings settings) {
    LocalLearner learner = new LocalLearner(settings);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long least = Long.MAX_VALUE;
    for (int round = 0; round < 60 && least > 0; round++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      play(learner, 5000, 3);
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }
    /* A boxed vector an event would be 400 kB; the draws of the test itself take some bytes. */
    assertThat(least).isLessThan(1000);
  }

  private void play(LocalLearner learner, int events, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int event = 0; event < events; event++) {
      int user = learner.user(userIds[random.nextInt(USERS)]);
      int item = learner.item(itemIds[random.nextInt(ITEMS)]);
      Polarity polarity = random.nextInt(10) == 0 ? Polarity.NEGATIVE : Polarity.POSITIVE;
      learner.train(user, item, 1, polarity, random.nextInt(5) > 0, event);
    }
  }

  private static void restoreItems(LocalLearner from, LocalLearner to) {
    for (int ordinal = 0; ordinal < from.replica().size(); ordinal++) {
      to.item(from.replica().id(ordinal));
    }
    for (int row = from.items().size() - 1; row >= 0; row--) {
      ItemImage image = new ItemImage(DIMENSION);
      from.items().read(row, image);
      String[] neighbours = neighbours(image, from);
      name(neighbours, to.items().neighbours()::numberOf, image);
      to.items().restore(from.items().id(row), image);
      name(neighbours, to::item, image);
      to.replica().apply(to.item(from.items().id(row)), image);
    }
    to.items().restored(from.items().livePairs(), 0, 0);
    to.itemSide().generator().restore(from.itemSide().generator().state());
  }

  private static String[] neighbours(ItemImage image, LocalLearner of) {
    String[] ids = new String[image.neighbourCount];
    Arrays.setAll(ids, slot -> of.items().neighbours().idOf(image.neighbours[slot]));
    return ids;
  }

  /** Names an image's neighbours as one who takes it numbers them. */
  private static void name(String[] ids, ToIntFunction<String> numbers, ItemImage image) {
    for (int slot = 0; slot < ids.length; slot++) {
      image.neighbours[slot] = numbers.applyAsInt(ids[slot]);
    }
  }

  private static void restoreUsers(LocalLearner from, LocalLearner to) {
    UserTable users = from.users();
    float[] vector = new float[DIMENSION];
    for (int row = 0; row < users.size(); row++) {
      int restored = to.users().findOrAdd(users.id(row));
      users.vectors().read(row, vector);
      to.users().vectors().write(restored, vector);
      users.momenta().read(row, vector);
      to.users().momenta().write(restored, vector);
      for (int age = users.histories().size(row) - 1; age >= 0; age--) {
        to.users()
            .remember(
                restored,
                users.histories().item(row, age),
                users.histories().weight(row, age),
                users.histories().timeMs(row, age));
      }
      SeenSet seen = users.seen(row);
      to.users().seen(restored).restore(seen.firstBlock(), seen.forgotten(), seen.size());
      for (int k = 0; k < seen.size(); k++) {
        to.users().seen(restored).add(seen.item(k));
      }
      to.users()
          .restore(
              restored,
              users.vectors().accumulator(row),
              users.trainedEvents(row),
              users.updates(row));
    }
    to.userSide().restoreTrainedEvents(from.userSide().trainedEvents());
    to.userSide().generator().restore(from.userSide().generator().state());
  }

  private static void restoreQueues(LocalLearner from, LocalLearner to) {
    ItemKeyQueue itemKeys = from.userSide().queue();
    float[] key = new float[DIMENSION];
    for (int slot = 0; slot < itemKeys.size(); slot++) {
      System.arraycopy(itemKeys.keys(), itemKeys.keyOffset(slot), key, 0, DIMENSION);
      to.userSide().queue().restore(slot, itemKeys.item(slot), key);
    }
    to.userSide().queue().restoreCount(itemKeys.count());
    UserKeyQueue userKeys = from.itemSide().queue();
    for (int slot = 0; slot < userKeys.size(); slot++) {
      System.arraycopy(userKeys.keys(), userKeys.keyOffset(slot), key, 0, DIMENSION);
      int[] seen = new int[userKeys.seenCount(slot)];
      for (int k = 0; k < seen.length; k++) {
        seen[k] = userKeys.seen(slot, k);
      }
      to.itemSide().queue().restore(slot, userKeys.user(slot), key, seen, seen.length);
    }
    to.itemSide().queue().restoreCount(userKeys.count());
    Reservoir reservoir = from.userSide().reservoir();
    int[] prefix = new int[5];
    for (int slot = 0; slot < reservoir.size(); slot++) {
      int size = reservoir.readPrefix(slot, prefix);
      to.userSide()
          .reservoir()
          .restore(
              slot,
              reservoir.user(slot),
              reservoir.item(slot),
              reservoir.weight(slot),
              reservoir.clock(slot),
              prefix,
              size);
      to.userSide().reservoir().restoreCloseness(slot, reservoir.closeness(slot));
    }
    to.userSide().reservoir().restoreCount(reservoir.count());
  }

  private static void assertSame(LocalLearner one, LocalLearner two) {
    float[] expected = new float[DIMENSION];
    float[] actual = new float[DIMENSION];
    for (int row = 0; row < one.users().size(); row++) {
      int other = two.users().find(one.users().id(row));
      one.users().vectors().read(row, expected);
      two.users().vectors().read(other, actual);
      assertThat(actual).as("user %d", row).isEqualTo(expected);
      assertThat(two.users().trainedEvents(other)).isEqualTo(one.users().trainedEvents(row));
      assertThat(two.users().updates(other)).isEqualTo(one.users().updates(row));
    }
    for (int row = 0; row < one.items().size(); row++) {
      ItemImage left = new ItemImage(DIMENSION);
      ItemImage right = new ItemImage(DIMENSION);
      one.items().read(row, left);
      two.items().read(two.items().find(one.items().id(row)), right);
      name(neighbours(right, two), one.items().neighbours()::numberOf, right);
      assertThat(right).as("item %d", row).usingRecursiveComparison().isEqualTo(left);
    }
  }

  private static String[] ids(String prefix, int count) {
    String[] ids = new String[count];
    for (int k = 0; k < count; k++) {
      ids[k] = prefix + k;
    }
    return ids;
  }
}
