package io.eddyline.learner.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.IntUnaryOperator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/** Lists and what the replica makes of them, against lists of objects. */
final class NeighbourListsPropertyTest {
  private static final int ITEMS = 24;
  private static final int DIMENSION = 4;
  private static final float DECAY = 0.9f;
  private static final float WEIGHT = 2;
  private static final FirstVector FIRST = new FirstVector(1, DIMENSION);
  private static final PopularityDecay POPULARITY = new PopularityDecay(1000, 100, 1);

  /** A slot of the model, empty without an id. */
  private static final class Slot {
    String id = "";
    float count;
  }

  @Property(tries = 60)
  void keepsTheStrongestOfEachItemBothWays(
      @ForAll @LongRange(min = 0, max = 1_000_000) long seed,
      @ForAll @IntRange(min = 1, max = 20) int length) {
    ItemTable table = table(length);
    ItemReplica replica = new ItemReplica(FIRST, POPULARITY, 1, id -> 0, 0, length);
    Map<String, List<Slot>> model = play(table, replica, length, seed);

    Set<String> named = new HashSet<>();
    model.forEach(
        (id, slots) -> {
          slots.forEach(slot -> named.add(slot.id));
          assertThat(list(table, table.find(id))).as("seed %d, %s", seed, id).isEqualTo(own(slots));
          assertThat(bothWays(replica, id, model))
              .as("seed %d, %s", seed, id)
              .isEqualTo(bothWays(id, model));
        });
    named.remove("");
    assertThat(table.neighbours().idCount()).as("seed %d", seed).isEqualTo(named.size());
  }

  @Property(tries = 20)
  void areAsTheyWereAfterRestoring(
      @ForAll @LongRange(min = 0, max = 1_000_000) long seed,
      @ForAll @IntRange(min = 1, max = 20) int length) {
    ItemTable table = table(length);
    ItemReplica replica = new ItemReplica(FIRST, POPULARITY, 1, id -> 0, 0, length);
    Map<String, List<Slot>> model = play(table, replica, length, seed);

    ItemTable restored = table(length);
    ItemReplica other = new ItemReplica(FIRST, POPULARITY, 1, id -> 0, 0, length);
    ItemImage image = new ItemImage(DIMENSION);
    for (String id : model.keySet()) {
      table.read(table.find(id), image);
      int[] own = Arrays.copyOf(image.neighbours, image.neighbourCount);
      name(own, number -> restored.neighbours().numberOf(table.neighbours().idOf(number)), image);
      restored.restore(id, image);
      image.epoch = 1;
      name(own, number -> other.ordinalOf(table.neighbours().idOf(number)), image);
      other.apply(id, image);
    }
    model.forEach(
        (id, slots) -> {
          assertThat(list(restored, restored.find(id))).as("seed %d", seed).isEqualTo(own(slots));
          assertThat(bothWays(other, id, model))
              .as("seed %d, %s", seed, id)
              .isEqualTo(bothWays(id, model));
        });
  }

  /** Names an image's neighbours as somebody else numbers them. */
  private static void name(int[] numbers, IntUnaryOperator others, ItemImage image) {
    Arrays.setAll(image.neighbours, k -> k < numbers.length ? others.applyAsInt(numbers[k]) : -1);
  }

  private static ItemTable table(int length) {
    return new ItemTable(FIRST, POPULARITY, 0, new NeighbourLists(length, DECAY));
  }

  /* Random events of items that all have a row at first; some leave and come back. */
  private static Map<String, List<Slot>> play(
      ItemTable table, ItemReplica replica, int length, long seed) {
    Map<String, List<Slot>> model = new TreeMap<>();
    ReplicaFeed feed = new ReplicaFeed(table, replica, 0, 1);
    SplittableRandom random = new SplittableRandom(seed);
    Map<String, Integer> numbers = new TreeMap<>();
    for (int k = 0; k < ITEMS; k++) {
      feed.changed(table.findOrAdd("item-" + k));
    }
    for (int event = 0; event < 200; event++) {
      String id = "item-" + random.nextInt(ITEMS);
      int row = table.findOrAdd(id);
      if (random.nextInt(20) == 0) {
        feed.removed(row);
        table.remove(row);
        model.remove(id);
        continue;
      }
      List<String> previous = previous(random, id);
      table.neighbours().fade(row);
      for (int k = 0; k < previous.size(); k++) {
        int guess = numbers.getOrDefault(previous.get(k), random.nextInt(-1, ITEMS));
        int number = table.neighbours().count(row, previous.get(k), guess, k, WEIGHT);
        numbers.put(previous.get(k), number);
      }
      table.changed(row);
      feed.neighboursChanged(row);
      visit(model, id, previous, length);
    }
    return model;
  }

  private static void visit(
      Map<String, List<Slot>> model, String id, List<String> previous, int length) {
    List<Slot> slots = model.computeIfAbsent(id, _ -> new ArrayList<>());
    while (slots.size() < length) {
      slots.add(new Slot());
    }
    slots.forEach(slot -> slot.count *= DECAY);
    for (int k = 0; k < previous.size(); k++) {
      String neighbour = previous.get(k);
      Slot taken = slots.stream().filter(it -> it.id.equals(neighbour)).findFirst().orElse(null);
      if (taken == null) {
        taken = slots.getFirst();
        for (Slot slot : slots) {
          taken = slot.count < taken.count ? slot : taken;
        }
        taken.id = neighbour;
        taken.count = 0;
      }
      taken.count += WEIGHT * (float) Math.pow(0.95, k);
    }
  }

  private static List<String> previous(SplittableRandom random, String except) {
    List<String> previous = new ArrayList<>();
    for (int k = random.nextInt(4); k >= 0; k--) {
      String id = "item-" + random.nextInt(ITEMS);
      if (!id.equals(except) && !previous.contains(id)) {
        previous.add(id);
      }
    }
    return previous;
  }

  private static Map<String, Float> own(List<Slot> slots) {
    Map<String, Float> counts = new TreeMap<>();
    slots.stream()
        .filter(slot -> !slot.id.isEmpty())
        .forEach(slot -> counts.put(slot.id, slot.count));
    return counts;
  }

  private static Map<String, Float> list(ItemTable table, int row) {
    Map<String, Float> counts = new TreeMap<>();
    for (int slot = 0; slot < table.neighbours().size(row); slot++) {
      counts.put(table.neighbours().id(row, slot), table.neighbours().count(row, slot));
    }
    return counts;
  }

  private static Map<String, Float> bothWays(String id, Map<String, List<Slot>> model) {
    Map<String, Float> counts = own(model.getOrDefault(id, List.of()));
    counts.keySet().retainAll(model.keySet());
    model.forEach(
        (other, slots) -> {
          Float count = own(slots).get(id);
          if (count != null) {
            counts.merge(other, count, Float::sum);
          }
        });
    return counts;
  }

  /* Of items that have a row. */
  private static Map<String, Float> bothWays(
      ItemReplica replica, String id, Map<String, List<Slot>> model) {
    int item = replica.find(id);
    int most = replica.neighbourhood().most(item);
    int[] others = new int[most];
    float[] counts = new float[most];
    int size = replica.neighbourhood().read(item, others, counts);
    Map<String, Float> merged = new TreeMap<>();
    for (int k = 0; k < size; k++) {
      merged.merge(replica.id(others[k]), counts[k], Float::sum);
    }
    merged.keySet().retainAll(model.keySet());
    return merged;
  }
}
