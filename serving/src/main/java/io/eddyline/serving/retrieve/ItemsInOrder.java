package io.eddyline.serving.retrieve;

import io.eddyline.serving.model.ItemRows;
import io.eddyline.serving.model.OrderedRows;
import io.eddyline.serving.overlay.BestItems;
import io.eddyline.serving.overlay.BestItems.Scored;
import io.eddyline.serving.overlay.CurrentItem;
import io.eddyline.serving.overlay.CurrentItems;
import io.eddyline.serving.retrieve.RecommendationRequest.Page;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.function.Predicate;

/**
 * An order of the items that asks for no graph: that of the version's own is known, the laid ones
 * are merged into it.
 *
 * <p>Threading: immutable.
 *
 * @param rows of the version in this order, by now or a moment ago
 * @param value that the order is by
 */
record ItemsInOrder(OrderedRows rows, Value value) {
  /** What an order is by. */
  interface Value {
    float of(CurrentItem item);
  }

  static ItemsInOrder byPopularity(ItemRows items) {
    return new ItemsInOrder(items.byPopularity(), CurrentItem::popularity);
  }

  static ItemsInOrder byPrior(ItemRows items) {
    return new ItemsInOrder(items.byPrior(), CurrentItem::prior);
  }

  /** A page of the available items that are accepted, greatest value first. */
  List<Scored> page(CurrentItems items, Predicate<CurrentItem> accepted, Page page) {
    return rows.read(inOrder -> page(items, inOrder, accepted, page));
  }

  private List<Scored> page(
      CurrentItems items, IntUnaryOperator inOrder, Predicate<CurrentItem> accepted, Page page) {
    BestItems best = new BestItems(page.end());
    items.forEachLaid(item -> offer(item, accepted, best));
    int own = 0;
    for (int rank = 0; rank < items.ownCount() && own < page.end(); rank++) {
      CurrentItem item = items.own(inOrder.applyAsInt(rank));
      if (item != null && offer(item, accepted, best)) {
        own++;
      }
    }
    List<Scored> ordered = best.list();
    return ordered.subList(Math.min(page.offset(), ordered.size()), ordered.size());
  }

  private boolean offer(CurrentItem item, Predicate<CurrentItem> accepted, BestItems best) {
    if (!item.isAvailable() || !accepted.test(item)) {
      return false;
    }
    best.offer(item, value.of(item));
    return true;
  }
}
