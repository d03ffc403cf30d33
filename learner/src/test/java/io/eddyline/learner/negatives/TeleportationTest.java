package io.eddyline.learner.negatives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eddyline.learner.kernel.Generator;
import io.eddyline.learner.table.FirstVector;
import io.eddyline.learner.table.ItemTable;
import io.eddyline.learner.table.PopularityDecay;
import io.eddyline.schemas.config.RecordSettings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class TeleportationTest {
  private static final int DIMENSION = 8;
  private static final int USERS = 40;
  private static final int LENGTH = 6;
  private static final long SEED = 31;
  private static final int[] NONE = {};

  private final Generator random = new Generator(SEED);
  private final ItemTable items =
      new ItemTable(new FirstVector(1, DIMENSION), new PopularityDecay(1000, 100, 1));
  private final UserKeyQueue queue = new UserKeyQueue(USERS, DIMENSION, 4);
  private final int[] slots = new int[64];

  TeleportationTest() {
    for (int user = 0; user < USERS; user++) {
      queue.put("user-" + user, unit(), 900 + user, NONE, 0);
    }
  }

  @Test
  void drawsTheNearestKeysOfTheirUsers() {
    Teleportation teleportation = with(Runnable::run, Map.of("past", "0", "lookahead", "0"));
    int row = mine(teleportation, 7);
    List<Integer> expected = nearest(vector(row), 7, List.of());
    assertThat(drawn(teleportation, row, -1)).containsExactlyInAnyOrderElementsOf(expected);
    int without = expected.get(2);
    assertThat(drawn(teleportation, row, without))
        .as("the positive's user is left out")
        .doesNotContain(without)
        .hasSize(LENGTH - 1);
    queue.put(queue.user(expected.get(0)), unit(), row, NONE, 0);
    assertThat(drawn(teleportation, row, -1))
        .as("whoever has the item is left out")
        .doesNotContain(expected.get(0))
        .hasSize(LENGTH - 1);
    assertThat(teleportation.drawnNegatives()).isEqualTo(3 * LENGTH - 2);
  }

  @Test
  void looksAheadFromThePositive() {
    Teleportation teleportation = with(Runnable::run, Map.of("current", "0", "past", "0"));
    int row = mine(teleportation, 7);
    assertThat(drawn(teleportation, row, -1))
        .containsExactlyInAnyOrderElementsOf(nearest(key(7), 7, List.of()));
  }

  @Test
  void drawsFromThePastWhatIsNoLongerNear() {
    Teleportation teleportation = with(Runnable::run, Map.of("current", "0", "lookahead", "0"));
    int row = mine(teleportation, 7);
    List<Integer> before = nearest(vector(row), 7, List.of());
    assertThat(drawn(teleportation, row, -1)).isEmpty();
    items.vectors().write(row, unit());
    mine(teleportation, 7);
    List<Integer> past = new ArrayList<>(before);
    past.removeAll(nearest(vector(row), 7, List.of()));
    assertThat(past).as("seed %d", SEED).isNotEmpty();
    assertThat(drawn(teleportation, row, -1)).containsExactlyInAnyOrderElementsOf(past);
  }

  @Test
  void minesNeitherOwnersNorKeysThatAreNotNumbers() {
    Teleportation teleportation = with(Runnable::run, Map.of("past", "0", "lookahead", "0"));
    int row = items.findOrAdd("item");
    List<Integer> nearest = nearest(vector(row), 7, List.of());
    queue.put(queue.user(nearest.get(0)), key(nearest.get(0)), row, NONE, 0);
    float[] broken = unit();
    broken[2] = Float.NaN;
    queue.put(queue.user(nearest.get(1)), broken, 5000, NONE, 0);
    broken[2] = Float.POSITIVE_INFINITY;
    queue.put(queue.user(nearest.get(2)), broken, 5000, NONE, 0);
    mine(teleportation, 7);
    List<Integer> drawn = drawn(teleportation, row, -1);
    assertThat(drawn)
        .containsExactlyInAnyOrderElementsOf(
            nearest(vector(row), 7, List.copyOf(nearest.subList(0, 3))));
    float[] later = key(drawn.get(0));
    later[1] = Float.NaN;
    queue.put(queue.user(drawn.get(0)), later, 5000, NONE, 0);
    assertThat(drawn(teleportation, row, -1)).doesNotContain(drawn.get(0)).hasSize(LENGTH - 1);
    assertThat(teleportation.filteredNegatives()).isEqualTo(1);
  }

  @Test
  void passesOverUsersWhoLeftTheQueue() {
    Teleportation teleportation = with(Runnable::run, Map.of("past", "0", "lookahead", "0"));
    int row = mine(teleportation, 7);
    List<Integer> expected = nearest(vector(row), 7, List.of());
    for (int user = 0; user < USERS / 2; user++) {
      queue.put("later-" + user, unit(), 900, NONE, 0);
    }
    expected.removeIf(slot -> slot < USERS / 2);
    assertThat(drawn(teleportation, row, -1)).containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  void minesNoMoreThanAnEpisodeMay() {
    Teleportation teleportation = with(Runnable::run, Map.of("episode-lists", "10"));
    for (int k = 0; k < 35; k++) {
      int row = items.findOrAdd("item-" + k);
      teleportation.trained(row, row, k % USERS);
    }
    teleportation.turn();
    assertThat(teleportation.minedLists()).isEqualTo(10);
    assertThat(drawn(teleportation, items.findOrAdd("item-9"), -1)).isNotEmpty();
    assertThat(drawn(teleportation, items.findOrAdd("item-10"), -1)).isEmpty();
  }

  @Test
  void keepsTheListsUntilTheMinerIsDone() {
    List<Runnable> submitted = new ArrayList<>();
    Teleportation teleportation = with(submitted::add, Map.of("past", "0", "lookahead", "0"));
    int row = items.findOrAdd("item");
    List<Integer> frozen = nearest(vector(row), 7, List.of());
    mine(teleportation, 7);
    teleportation.trained(row, row, 7);
    teleportation.turn();
    assertThat(submitted).as("one episode at a time").hasSize(1);
    assertThat(drawn(teleportation, row, -1)).isEmpty();
    items.vectors().write(row, unit());
    submitted.get(0).run();
    assertThat(drawn(teleportation, row, -1)).as("not before a turn").isEmpty();
    teleportation.turn();
    assertThat(teleportation.minedLists()).isEqualTo(1);
    assertThat(drawn(teleportation, row, -1))
        .as("the anchor as it was when the episode began")
        .containsExactlyInAnyOrderElementsOf(frozen);
    assertThat(submitted).as("the next episode begins at once").hasSize(2);
  }

  @Test
  void dividesTheShareAmongTheCompartments() {
    assertThat(Teleportation.quotas(settings(Map.of("share", "0.125")), 64))
        .containsExactly(4, 2, 2);
    assertThat(Teleportation.quotas(settings(Map.of("share", "0.12")), 64))
        .containsExactly(4, 2, 2);
    assertThat(Teleportation.quotas(settings(Map.of("share", "0.25", "past", "0")), 64))
        .containsExactly(11, 0, 5);
    assertThat(Teleportation.quotas(settings(Map.of("share", "1")), 3)).containsExactly(2, 0, 1);
    assertThatThrownBy(
            () -> settings(Map.of("share", "1", "current", "0", "past", "0", "lookahead", "0")))
        .hasMessageContaining("learning.teleportation.current");
    assertThatThrownBy(() -> settings(Map.of("share", "1.5")))
        .hasMessage("learning.teleportation.share 1.5: expected 0 to 1");
    assertThatThrownBy(() -> settings(Map.of("lists", "1000000", "list-length", "1000")))
        .hasMessageContaining("learning.teleportation.lists 1000000 times list-length 1000");
  }

  private Teleportation with(Executor executor, Map<String, String> overrides) {
    return new Teleportation(
        settings(overrides), 64, queue, items.vectors(), new Generator(SEED), executor);
  }

  private static TeleportationSettings settings(Map<String, String> overrides) {
    Map<String, String> values = new HashMap<>();
    values.put("share", "0.5");
    values.put("list-length", String.valueOf(LENGTH));
    values.put("episode-events", "1");
    values.put("lists", "100");
    values.putAll(overrides);
    return RecordSettings.bind(TeleportationSettings.class, values);
  }

  private int mine(Teleportation teleportation, int positive) {
    int row = items.findOrAdd("item");
    teleportation.trained(row, row, positive);
    teleportation.turn();
    return row;
  }

  /* The positive is the anchor itself, so that the filter keeps everything. */
  private List<Integer> drawn(Teleportation teleportation, int row, int own) {
    float[] anchor = vector(row);
    int count = teleportation.draw(row, own, anchor, anchor, slots);
    return Arrays.stream(slots, 0, count).boxed().toList();
  }

  private List<Integer> nearest(float[] query, int positive, List<Integer> left) {
    return new ArrayList<>(
        IntStream.range(0, USERS)
            .boxed()
            .filter(slot -> slot != positive && !left.contains(slot))
            .sorted(Comparator.comparingDouble(slot -> -dot(query, key(slot))))
            .limit(LENGTH)
            .toList());
  }

  private float[] vector(int row) {
    float[] vector = new float[DIMENSION];
    items.vectors().read(row, vector);
    double norm = Math.sqrt(dot(vector, vector));
    for (int k = 0; k < DIMENSION; k++) {
      vector[k] /= (float) norm;
    }
    return vector;
  }

  private float[] key(int slot) {
    int at = queue.keyOffset(slot);
    return Arrays.copyOfRange(queue.keys(), at, at + DIMENSION);
  }

  private static double dot(float[] a, float[] b) {
    double dot = 0;
    for (int k = 0; k < a.length; k++) {
      dot += a[k] * (double) b[k];
    }
    return dot;
  }

  private float[] unit() {
    float[] vector = new float[DIMENSION];
    double squares = 0;
    for (int k = 0; k < DIMENSION; k++) {
      vector[k] = (float) random.nextGaussian();
      squares += vector[k] * (double) vector[k];
    }
    for (int k = 0; k < DIMENSION; k++) {
      vector[k] /= (float) Math.sqrt(squares);
    }
    return vector;
  }
}
