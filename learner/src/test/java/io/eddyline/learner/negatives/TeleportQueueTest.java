package io.eddyline.learner.negatives;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** The lists beside a model of plain deques. */
final class TeleportQueueTest {
  private static final int LISTS = 6;
  private static final int LENGTH = 5;

  private record Aged(int serial, int age) {}

  private static final class Model {
    private final Map<Integer, Deque<Aged>> current = new LinkedHashMap<>();
    private final Map<Integer, Deque<Aged>> past = new HashMap<>();
    private final Map<Integer, List<Integer>> lookahead = new HashMap<>();

    private void install(int row, List<Integer> nearest, List<Integer> ahead) {
      if (!current.containsKey(row) && current.size() == LISTS) {
        current.remove(current.keySet().iterator().next());
      }
      Deque<Aged> before = current.computeIfAbsent(row, any -> fresh(row));
      Deque<Aged> older = new ArrayDeque<>();
      for (Deque<Aged> compartment : List.of(before, past.getOrDefault(row, new ArrayDeque<>()))) {
        for (Aged key : compartment) {
          if (!nearest.contains(key.serial()) && older.size() < LENGTH) {
            older.addLast(new Aged(key.serial(), key.age() + 1));
          }
        }
      }
      past.put(row, older);
      before.clear();
      nearest.forEach(serial -> before.addLast(new Aged(serial, 0)));
      lookahead.put(row, ahead);
    }

    private Deque<Aged> fresh(int row) {
      past.remove(row);
      return new ArrayDeque<>();
    }
  }

  @Property(tries = 60)
  void keepsThreeCompartmentsLikeDeques(@ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    TeleportQueue queue = new TeleportQueue(LISTS, LENGTH);
    Model model = new Model();
    for (int step = 0; step < 80; step++) {
      int row = random.nextInt(10);
      List<Integer> nearest = serials(random);
      List<Integer> ahead = serials(random);
      queue.install(row, episode(nearest, ahead), 0);
      model.install(row, nearest, ahead);
    }
    assertThat(queue.size()).isEqualTo(LISTS);
    for (int row = 0; row < 10; row++) {
      assertThat(queue.find(row) >= 0).as("row %d", row).isEqualTo(model.current.containsKey(row));
    }
    model.current.forEach(
        (row, nearest) -> {
          int list = queue.find(row);
          assertThat(content(queue, list, TeleportQueue.CURRENT))
              .containsExactlyElementsOf(nearest);
          assertThat(content(queue, list, TeleportQueue.PAST))
              .containsExactlyElementsOf(model.past.get(row));
          assertThat(content(queue, list, TeleportQueue.LOOKAHEAD))
              .extracting(Aged::serial)
              .containsExactlyElementsOf(model.lookahead.get(row));
        });
  }

  @Test
  void forgetsARow() {
    TeleportQueue queue = new TeleportQueue(LISTS, LENGTH);
    queue.install(3, episode(List.of(1, 2), List.of()), 0);
    queue.forget(3);
    queue.forget(4);
    assertThat(queue.find(3)).isEqualTo(-1);
    queue.install(3, episode(List.of(7), List.of()), 0);
    int list = queue.find(3);
    assertThat(content(queue, list, TeleportQueue.CURRENT)).containsExactly(new Aged(7, 0));
    assertThat(queue.count(list, TeleportQueue.PAST)).isZero();
  }

  private static List<Aged> content(TeleportQueue queue, int list, int compartment) {
    List<Aged> content = new ArrayList<>();
    for (int k = 0; k < queue.count(list, compartment); k++) {
      content.add(new Aged(queue.serial(list, compartment, k), queue.age(list, compartment, k)));
    }
    return content;
  }

  private static MiningEpisode episode(List<Integer> nearest, List<Integer> ahead) {
    MiningEpisode episode = new MiningEpisode(1, 1, 1, LENGTH);
    for (int k = 0; k < nearest.size(); k++) {
      episode.current[k] = nearest.get(k);
    }
    episode.currentCounts[0] = nearest.size();
    for (int k = 0; k < ahead.size(); k++) {
      episode.lookahead[k] = ahead.get(k);
    }
    episode.lookaheadCounts[0] = ahead.size();
    return episode;
  }

  private static List<Integer> serials(SplittableRandom random) {
    Set<Integer> serials = new LinkedHashSet<>();
    int count = random.nextInt(LENGTH + 1);
    while (serials.size() < count) {
      serials.add(random.nextInt(12));
    }
    return List.copyOf(serials);
  }
}
