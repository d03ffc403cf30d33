package io.eddyline.serving.overlay;

import io.eddyline.serving.model.ItemRows;
import org.jspecify.annotations.Nullable;

/**
 * Looks up the version's rows of an item's neighbours. A list changes in a few slots at a time, so
 * most are those that the item's last row had in the same slot; a row whose context alone changed
 * has the very same list.
 *
 * <p>Threading: stateless.
 */
final class NeighbourNumbers {
  private NeighbourNumbers() {}

  /**
   * The numbers of a row's neighbours, in their order.
   *
   * @param neighbours null if the row says nothing of them
   * @param before what was laid over the item last, null if nothing was
   */
  @SuppressWarnings("ReferenceEquality") // the very list, a new one is looked through
  static int[] of(ItemRows items, @Nullable RowNeighbours neighbours, @Nullable LaidItem before) {
    if (neighbours == null) {
      return LaidItem.NO_NUMBERS;
    }
    RowNeighbours known = before == null ? null : before.neighbours();
    int[] knownNumbers = before == null ? LaidItem.NO_NUMBERS : before.neighbourNumbers();
    if (known == neighbours) {
      return knownNumbers;
    }
    int[] numbers = new int[neighbours.ids().length];
    for (int k = 0; k < numbers.length; k++) {
      String id = neighbours.ids()[k];
      boolean isKnown = known != null && k < knownNumbers.length && known.ids()[k].equals(id);
      numbers[k] = isKnown ? knownNumbers[k] : number(items, id);
    }
    return numbers;
  }

  private static int number(ItemRows items, String id) {
    int row = items.row(id);
    return row == ItemRows.MISSING ? LaidItem.UNKNOWN : row;
  }
}
