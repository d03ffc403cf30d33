package io.eddyline.learner.delta;

import static org.assertj.core.api.Assertions.assertThat;

import io.eddyline.learner.delta.DeltaMessage.Kind;
import io.eddyline.learner.table.FirstVector;
import io.eddyline.learner.table.ItemTable;
import io.eddyline.learner.table.NeighbourLists;
import io.eddyline.learner.table.PopularityDecay;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * When an item's row says its neighbours: not each time, but soon after a reader may lack them, and
 * not for each change of a busy item.
 */
final class SaidNeighboursTest {
  private static final int DIMENSION = 8;
  private static final int LENGTH = 4;
  private static final List<String> NONE = List.of();

  private final DeltaBench bench = bench(0, 0);
  private final ItemTable items =
      new ItemTable(
          new FirstVector(7, DIMENSION),
          new PopularityDecay(500, 50, 1),
          0,
          new NeighbourLists(LENGTH, 0.5));
  private final SmallTable progress = new SmallTable(bench.tasks, 0, 1);
  private final ItemDeltas deltas = bench.tasks.add(items, DIMENSION, 0, 9, progress);

  private static DeltaBench bench(int besideMs, int neighboursMs) {
    return new DeltaBench(
        Map.of(
            "beside-interval-ms", Integer.toString(besideMs),
            "neighbours-interval-ms", Integer.toString(neighboursMs)));
  }

  private void train(String id) {
    int row = items.findOrAdd(id);
    items.countTrainedPair(row);
    items.changed(row);
    deltas.changed(row);
  }

  private void visit(String previous, String id) {
    int row = items.findOrAdd(id);
    items.neighbours().fade(row);
    items.neighbours().count(row, previous, 0, 1);
    items.changed(row);
    deltas.neighboursChanged(row);
  }

  private void trainBeside(String id) {
    int row = items.find(id);
    items.changed(row);
    deltas.contextChanged(row);
  }

  private void remove(String id) {
    int row = items.find(id);
    deltas.removed(row);
    items.remove(row);
  }

  /** What the rows of an item say that readers have heard since the last call. */
  private List<List<String>> said(String id) {
    return bench.exchange().stream()
        .filter(message -> message.kind() == Kind.ITEM && message.id().equals(id))
        .map(DeltaMessage::items)
        .toList();
  }

  @Test
  void firstRowSaysThemAndNoLaterOneUntilTheyChange() {
    visit("x", "a");
    assertThat(said("a")).containsExactly(List.of("1:", "x 1.0"));
    train("a");
    assertThat(said("a")).containsExactly(NONE);
    trainBeside("a");
    assertThat(said("a")).containsExactly(NONE);
    visit("y", "a");
    assertThat(said("a")).containsExactly(List.of("2:", "x 0.5", "y 1.0"));
    train("a");
    assertThat(said("a")).containsExactly(NONE);
  }

  @Test
  void rowBesideAnEventSaysThemIfItIsTheFirst() {
    int row = items.findOrAdd("a");
    items.neighbours().count(row, "x", 0, 1);
    trainBeside("a");
    assertThat(said("a")).containsExactly(List.of("1:", "x 1.0"));
  }

  @Test
  void firstRowOfAnItemWithoutAnySaysThatThereAreNone() {
    train("a");
    assertThat(said("a")).containsExactly(List.of("0:"));
  }

  @Test
  void changeThatMergesWithAnotherOneIsSaid() {
    visit("x", "a");
    said("a");
    visit("y", "a");
    train("a");
    assertThat(said("a")).containsExactly(NONE, List.of("2:", "x 0.5", "y 1.0"));
  }

  /**
   * The items in whose rows neighbours were said in some time, in steps of 10 ms, and how often.
   */
  private static Map<String, Integer> said(DeltaBench bench, int ms, Runnable eachStep) {
    Map<String, Integer> said = new TreeMap<>();
    for (int step = 0; step < ms; step += 10) {
      eachStep.run();
      bench.nowMs += 10;
      for (DeltaMessage message : bench.exchange()) {
        if (message.kind() == Kind.ITEM && !message.items().isEmpty()) {
          said.merge(message.id(), 1, Integer::sum);
        }
      }
    }
    return said;
  }

  private void happenTo(ItemDeltas deltas, int count) {
    for (int k = 0; k < count; k++) {
      int row = items.findOrAdd("item-" + k);
      items.neighbours().count(row, "x", 0, 1);
      items.changed(row);
      deltas.neighboursChanged(row);
      deltas.changed(row);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4, 100})
  void busyItemsSayThemOnceARoundAtMost(int count) {
    DeltaBench slow = bench(500, 1_000);
    ItemDeltas of = slow.tasks.add(items, DIMENSION, 1, 9, progress);
    slow.exchange();
    assertThat(said(slow, 8_000, () -> happenTo(of, count)))
        .as("lists said in eight seconds, due after half of one, in rounds of a quarter")
        .hasSize(count)
        .allSatisfy((_, times) -> assertThat(times).isBetween(8, 16));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 200})
  void allAreSaidWithinTheInterval(int count) {
    DeltaBench slow = bench(500, 2_000);
    ItemDeltas of = slow.tasks.add(items, DIMENSION, 1, 9, progress);
    slow.exchange();
    happenTo(of, count);
    assertThat(said(slow, 10, () -> {})).as("as the first that is heard").hasSize(count);
    happenTo(of, count);
    assertThat(said(slow, 1_400, () -> {})).as("not with the next event").isEmpty();
    assertThat(said(slow, 600, () -> {})).as("within the interval").hasSize(count);
  }

  @Test
  void clockThatIsTurnedBackKeepsNothingBack() {
    DeltaBench slow = bench(500, 1_000);
    ItemDeltas of = slow.tasks.add(items, DIMENSION, 1, 9, progress);
    slow.exchange();
    happenTo(of, 3);
    said(slow, 10, () -> {});
    happenTo(of, 3);
    slow.nowMs -= 100_000;
    assertThat(said(slow, 1_000, () -> {})).hasSize(3);
  }

  @Test
  void whoBeginsToListenIsToldThemAgain() {
    visit("x", "a");
    said("a");
    bench.sink.connected = false;
    bench.turn();
    train("a");
    assertThat(said("a")).isEmpty();
    bench.sink.connected = true;
    bench.turn();
    train("a");
    assertThat(said("a")).containsExactly(List.of("1:", "x 1.0"));
  }

  @Test
  void rowThatTheFullQueueDidNotTakeSaysThemNextTime() {
    DeltaBench small =
        new DeltaBench(
            Map.of("beside-interval-ms", "0", "queue-bytes", "524288", "neighbours", "true"));
    ItemDeltas into = small.tasks.add(items, DIMENSION, 1, 9, progress);
    int rows = 5_000;
    for (int k = 0; k < rows; k++) {
      int row = items.findOrAdd("item-" + k);
      items.neighbours().count(row, "x", 0, 1);
      into.changed(row);
    }
    small.tasks.beforePoll();
    assertThat(small.count("eddyline.delta.full.queues")).isPositive();
    int heard = 0;
    for (int turn = 0; turn < rows && heard < rows; turn++) {
      for (DeltaMessage message : small.exchange()) {
        if (message.kind() == Kind.ITEM && !message.items().isEmpty()) {
          assertThat(message.items()).as(message.id()).containsExactly("1:", "x 1.0");
          heard++;
        }
      }
    }
    assertThat(heard).isEqualTo(rows);
  }

  @Test
  void newRowOfARemovedItemsPlaceSaysThem() {
    visit("x", "a");
    int row = items.find("a");
    said("a");
    remove("a");
    visit("y", "b");
    assertThat(items.find("b")).isEqualTo(row);
    assertThat(said("b")).containsExactly(List.of("1:", "y 1.0"));
    remove("b");
    train("c");
    assertThat(items.find("c")).isEqualTo(row);
    assertThat(said("c")).containsExactly(List.of("0:"));
  }

  @Test
  void neighbourThatTheStreamCannotCarryIsLeftOut() {
    visit("x", "a");
    visit("\u20ac".repeat(86), "a");
    visit("y".repeat(256), "a");
    assertThat(said("a")).containsExactly(List.of("2:", "x 0.25", "y".repeat(256) + " 1.0"));
  }

  @Test
  void itemsWithoutListsSayNothing() {
    ItemTable bare = new ItemTable(new FirstVector(7, DIMENSION), new PopularityDecay(500, 50, 1));
    ItemDeltas of = bench.tasks.add(bare, DIMENSION, 1, 9, progress);
    of.changed(bare.findOrAdd("a"));
    assertThat(said("a")).containsExactly(NONE);
  }
}
