package io.eddyline.learner.delta;

import io.eddyline.learner.table.ItemImage;
import io.eddyline.learner.table.ItemTable;
import io.eddyline.learner.table.NeighbourLists;
import io.eddyline.schemas.delta.PackedNeighbours;
import io.eddyline.schemas.delta.sbe.ItemRowEncoder;

/**
 * Items' rows as messages.
 *
 * <p>Threading: the task's stream thread.
 */
final class ItemMessages {
  private final ItemTable items;
  private final HandOver out;
  private final ItemImage image;
  private final VectorBytes vector;
  private final IdText idText = new IdText();
  private final IdText neighbourText = new IdText();
  private final PackedNeighbours neighbours = new PackedNeighbours();

  ItemMessages(ItemTable items, int dimension, HandOver out) {
    this.items = items;
    this.out = out;
    this.image = new ItemImage(dimension);
    this.vector = new VectorBytes(dimension);
  }

  /**
   * Hands an item's row over as it is now.
   *
   * @param withNeighbours false if those that were handed over with it last still hold, or are to
   *     come
   * @return false if the queue has no room
   */
  boolean write(int row, boolean withNeighbours) {
    idText.set(items.id(row));
    if (!idText.isSound()) {
      return out.spend();
    }
    items.read(row, image);
    ItemRowEncoder message = out.batch().beginItemRow(out.stream());
    message
        .updates(image.updates)
        .appliedInput(out.appliedInput())
        .popularity(image.popularity)
        .trend(image.trend)
        .popularityClock(image.popularityClock)
        .trainedPairs(image.trainedPairs)
        .ordinal(image.ordinal);
    message.putVector(vector.of(image.vector, 0), 0, vector.length());
    message.putMomentum(vector.of(image.momentum, 0), 0, vector.length());
    message.putContext(vector.of(image.context, 0), 0, vector.length());
    message.putItemId(idText.bytes(), 0, idText.length());
    if (withNeighbours) {
      pack(items.neighbours(), row);
    }
    message.putNeighbours(neighbours.bytes(), 0, withNeighbours ? neighbours.length() : 0);
    return out.end(message);
  }

  /* One whose id the stream cannot carry is left out: no row of it ever comes this way. */
  private void pack(NeighbourLists lists, int row) {
    neighbours.begin();
    for (int slot = 0; slot < lists.size(row); slot++) {
      neighbourText.set(lists.id(row, slot));
      if (neighbourText.isSound()) {
        neighbours.add(neighbourText.bytes(), neighbourText.length(), lists.count(row, slot));
      }
    }
  }
}
