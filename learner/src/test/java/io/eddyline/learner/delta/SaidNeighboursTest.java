package io.eddyline.learner.delta;

import static org.assertj.core.api.Assertions.assertThat;

import io.eddyline.learner.delta.DeltaMessage.Kind;
import io.eddyline.learner.table.FirstVector;
import io.eddyline.learner.table.ItemTable;
import io.eddyline.learner.table.NeighbourLists;
import io.eddyline.learner.table.PopularityDecay;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * When an item's row says its neighbours: not each time, but soon after a reader may lack them, and
 * not for each change of a busy item.
 */
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
    assertThat(said("a")).containsExactly(NONE, List.of("0:"));
  }

  @Test
  void changeThatMergesWithAnotherOneIsSaid() {
    visit("x", "a");
    said("a");
    visit("y", "a");
    train("a");
    assertThat(said("a")).containsExactly(NONE, List.of("2:", "x 0.5", "y 1.0"));
  }

  @Test
  void busyItemsSayThemOnceAnInterval() {
    DeltaBench slow =
        new DeltaBench(
            Map.of(
                "beside-interval-ms", "500",
                "neighbours-interval-ms", "1000",
                "neighbours", "true"));
    ItemDeltas of = slow.tasks.add(items, DIMENSION, 1, 9, progress);
    slow.exchange();
    Map<String, Integer> said = new TreeMap<>();
    int rows = 0;
    for (int ms = 0; ms < 8_000; ms += 10) {
      for (String id : List.of("a", "b", "c", "d")) {
        int row = items.findOrAdd(id);
        items.neighbours().count(row, "x", 0, 1);
        items.changed(row);
        of.neighboursChanged(row);
        of.changed(row);
      }
      slow.nowMs += 10;
      for (DeltaMessage message : slow.exchange()) {
        rows += message.kind() == Kind.ITEM ? 1 : 0;
        if (message.kind() == Kind.ITEM && !message.items().isEmpty()) {
          said.merge(message.id(), 1, Integer::sum);
        }
      }
    }
    assertThat(rows).as("rows: one an event, none for the neighbours alone").isEqualTo(4 * 800);
    assertThat(said)
        .as("lists said in eight seconds")
        .containsOnlyKeys("a", "b", "c", "d")
        .allSatisfy((_, times) -> assertThat(times).isBetween(7, 9));
  }

  @Test
  void quietItemSaysThemInARowBesideEvents() {
    DeltaBench slow =
        new DeltaBench(
            Map.of(
                "beside-interval-ms", "500",
                "neighbours-interval-ms", "1000",
                "neighbours", "true"));
    ItemDeltas of = slow.tasks.add(items, DIMENSION, 1, 9, progress);
    slow.exchange();
    int row = items.findOrAdd("a");
    items.neighbours().count(row, "x", 0, 1);
    items.changed(row);
    of.neighboursChanged(row);
    of.changed(row);
    List<List<String>> heard = new ArrayList<>();
    for (int ms = 0; ms < 1_500; ms += 10) {
      slow.nowMs += 10;
      slow.exchange().stream()
          .filter(message -> message.kind() == Kind.ITEM)
          .map(DeltaMessage::items)
          .forEach(heard::add);
    }
    assertThat(heard).containsExactly(NONE, List.of("1:", "x 1.0"));
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
    assertThat(said("a")).containsExactly(NONE, List.of("1:", "x 1.0"));
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
    assertThat(said("c")).containsExactly(NONE, List.of("0:"));
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
