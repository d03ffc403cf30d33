package io.eddyline.serving.overlay;

import io.eddyline.serving.overlay.BestItems.Scored;
import java.util.List;
import java.util.function.Predicate;

/**
 * Items and scores, best first.
 *
 * <p>Threading: immutable.
 */
public record CurrentRanking(List<Scored> items) {
  /** Without items. */
  static final CurrentRanking NONE = new CurrentRanking(List.of());

  public CurrentRanking {
    items = List.copyOf(items);
  }

  public int size() {
    return items.size();
  }

  public CurrentItem item(int rank) {
    return items.get(rank).item();
  }

  public float score(int rank) {
    return items.get(rank).score();
  }

  /** Those that are chosen, in their order. */
  public CurrentRanking keep(Predicate<Scored> choice) {
    return new CurrentRanking(items.stream().filter(choice).toList());
  }
}
