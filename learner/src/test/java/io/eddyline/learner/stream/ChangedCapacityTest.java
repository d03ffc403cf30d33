package io.eddyline.learner.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.eddyline.learner.stream.TaskBench.Change;
import io.eddyline.schemas.record.SideState;
import io.eddyline.schemas.record.StateSlot;
import io.eddyline.schemas.serde.RecordSerdes;
import io.eddyline.schemas.serde.RowKeys;
import io.eddyline.schemas.serde.RowKeys.Store;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A restart with other capacities than the log was written with. */
final class ChangedCapacityTest {
  private static final long SEED = 31;
  private static final int EVENTS = 700;
  private static final int FURTHER_EVENTS = 300;
  private static final Map<String, String> LATE =
      Map.of(
          "rows.admit-after-sightings", "3",
          "rows.admit-users-after-sightings", "2",
          "rows.sighting-window", "128");

  private final SyntheticStream events = new SyntheticStream(SEED);

  @ParameterizedTest
  @CsvSource({"reservoir,7", "reservoir,4000", "item-queue,9", "item-queue,300"})
  @CsvSource({"user-queue,3", "user-queue,64"})
  void aQueueOrReservoirOfAnotherSizeGoesOnWithTheSlotsItHas(String key, int capacity) {
    BenchLearner original = trained(new BenchLearner(SyntheticStream.settings()), EVENTS);
    BenchLearner restored =
        BenchLearner.restored(
            original.changelog(),
            original,
            SyntheticStream.with(Map.of(key, String.valueOf(capacity))));

    trained(restored, FURTHER_EVENTS);

    assertThat(restored.trainedEvents()).isEqualTo(EVENTS + FURTHER_EVENTS);
    Map<Store, Map<Integer, StateSlot>> slots = slots(original, restored);
    assertDense(slots, Store.RESERVOIR, key.equals("reservoir") ? capacity : Integer.MAX_VALUE);
    assertDense(slots, Store.ITEM_KEYS, key.equals("item-queue") ? capacity : Integer.MAX_VALUE);
    assertDense(slots, Store.USER_KEYS, key.equals("user-queue") ? capacity : Integer.MAX_VALUE);
  }

  @Test
  void aRestartWithTheOldSizeAfterASmallerOneFindsNothingOld() {
    BenchLearner original = trained(new BenchLearner(SyntheticStream.settings()), EVENTS);
    BenchLearner small =
        BenchLearner.restored(
            original.changelog(),
            original,
            SyntheticStream.with(Map.of("user-queue", "3", "item-queue", "9", "reservoir", "7")));
    trained(small, 20);
    List<Change> log = new ArrayList<>(original.changelog());
    log.addAll(small.changelog());

    BenchLearner large = BenchLearner.restored(log, small, SyntheticStream.settings());
    trained(large, 1);

    SideState side = Objects.requireNonNull(sides(large).getFirst());
    assertThat(side.getQueueCount()).isBetween(9L, 11L);
    assertThat(side.getReservoirCount()).isEqualTo(8);
    trained(large, FURTHER_EVENTS);
    assertThat(large.trainedEvents()).isEqualTo(EVENTS + 21 + FURTHER_EVENTS);
  }

  @ParameterizedTest
  @CsvSource({"64,3", "64,2", "512,3", "128,1"})
  void aWindowOfAnotherLengthKeepsTheSightingsThatItSpans(String window, String threshold) {
    BenchLearner original = trained(new BenchLearner(SyntheticStream.with(LATE)), EVENTS);
    Map<String, String> changed =
        Map.of(
            "rows.admit-after-sightings", threshold,
            "rows.admit-users-after-sightings", threshold,
            "rows.sighting-window", window);
    BenchLearner restored =
        BenchLearner.restored(original.changelog(), original, SyntheticStream.with(changed));
    List<Change> log = new ArrayList<>(original.changelog());
    restored.commit();
    boolean counts = Integer.parseInt(threshold) > 1;
    assertBlocks(slots(original, restored), sides(original), counts);
    assertThat(sides(restored).stream().map(SideState::getSightingCount))
        .containsExactlyElementsOf(
            sides(original).stream().map(it -> counts ? it.getSightingCount() : 0).toList());

    trained(restored, FURTHER_EVENTS);
    log.addAll(restored.changelog());
    BenchLearner again = BenchLearner.restored(log, restored, SyntheticStream.with(LATE));
    trained(again, FURTHER_EVENTS);

    assertThat(again.trainedEvents()).isEqualTo(EVENTS + 2 * FURTHER_EVENTS);
  }

  private BenchLearner trained(BenchLearner learner, int count) {
    for (int event = 1; event <= count; event++) {
      learner.learn(events.next());
      if (event % 7 == 0 || event == count) {
        learner.commit();
      }
    }
    return learner;
  }

  /** Both sides write into one state store name each; the user side's queue is that of items. */
  private static Map<Store, Map<Integer, StateSlot>> slots(BenchLearner... learners) {
    List<Change> log = new ArrayList<>();
    Arrays.stream(learners).forEach(learner -> log.addAll(learner.changelog()));
    Map<Store, Map<Integer, StateSlot>> slots = new TreeMap<>();
    for (Change change : LoggedImage.compacted(log)) {
      byte[] value = change.value();
      if (value != null && change.store().endsWith("state")) {
        slots
            .computeIfAbsent(RowKeys.store(change.key()), store -> new TreeMap<>())
            .put(RowKeys.slot(change.key()), RecordSerdes.STATE_SLOT.decode(value));
      }
    }
    return slots;
  }

  private static void assertDense(
      Map<Store, Map<Integer, StateSlot>> slots, Store store, int most) {
    Map<Integer, StateSlot> present = slots.getOrDefault(store, Map.of());
    assertThat(present.keySet())
        .as("%s, seed %d", store, SEED)
        .hasSizeLessThanOrEqualTo(most)
        .containsExactlyElementsOf(IntStream.range(0, present.size()).boxed().toList());
    assertThat(present).isNotEmpty();
  }

  private static void assertBlocks(
      Map<Store, Map<Integer, StateSlot>> slots, List<SideState> sides, boolean kept) {
    long ids =
        slots.getOrDefault(Store.SIGHTINGS, Map.of()).values().stream()
            .mapToLong(slot -> slot.getSightings().getIdsCount())
            .sum();
    assertThat(sides).anyMatch(side -> side.getSightingCount() > 256);
    assertThat(ids).as("seed %d", SEED).matches(count -> kept == count > 0);
  }

  /** The last state of the user side and of the item side. */
  private static List<SideState> sides(BenchLearner learner) {
    TreeMap<String, SideState> sides = new TreeMap<>();
    for (Change change : learner.changelog()) {
      if (change.store().endsWith("state") && RowKeys.store(change.key()) == Store.SIDE) {
        byte[] value = Objects.requireNonNull(change.value());
        sides.put(change.store(), RecordSerdes.STATE_SLOT.decode(value).getSide());
      }
    }
    return List.copyOf(sides.descendingMap().values());
  }
}
