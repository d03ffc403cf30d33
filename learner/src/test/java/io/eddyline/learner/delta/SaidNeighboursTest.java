package io.eddyline.learner.delta;

import static org.assertj.core.api.Assertions.assertThat;

import io.eddyline.learner.delta.DeltaMessage.Kind;
import io.eddyline.learner.table.FirstVector;
import io.eddyline.learner.table.ItemTable;
import io.eddyline.learner.table.NeighbourLists;
import io.eddyline.learner.table.PopularityDecay;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** When an item's row says its neighbours: not each time, but whenever a reader may lack them. */
final class SaidNeighboursTest {
  private static final int DIMENSION = 8;
  private static final int LENGTH = 4;
  private static final List<String> NONE = List.of();

  private final DeltaBench bench =
      new DeltaBench(Map.of("beside-interval-ms", "0", "neighbours", "true"));
  private final ItemTable items =
      new ItemTable(
          new FirstVector(7, DIMENSION),
          new PopularityDecay(500, 50, 1),
          0,
          new NeighbourLists(LENGTH, 0.5));
  private final SmallTable progress = new SmallTable(bench.tasks, 0, 1);
  private final ItemDeltas deltas = bench.tasks.add(items, DIMENSION, 0, 9, progress);

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
    assertThat(said("a")).containsExactly(List.of("2:", "x 0.5", "y 1.0"));
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
        if (message.kind() == Kind.ITEM) {
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
