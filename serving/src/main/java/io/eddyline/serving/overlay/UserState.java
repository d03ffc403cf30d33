package io.eddyline.serving.overlay;

import java.util.Collections;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the overlay has of a user.
 *
 * <p>Blocks may come ahead of the row that counts them, or of any row: they are of a newer version.
 * Others that the row does not count were forgotten, or are of a row that was removed.
 *
 * <p>Threading: immutable.
 *
 * @param partition of the user
 * @param row the newest one, null if there is none
 * @param removed the newest removal of a row, null if there was none; older than the row if there
 *     is one
 * @param blocks seen items by number of their block
 */
record UserState(
    int partition,
    @Nullable OverlayUser row,
    @Nullable RowOrigin removed,
    NavigableMap<Integer, SeenBlock> blocks) {

  /** Nothing yet. */
  static UserState empty(int partition) {
    return new UserState(partition, null, null, Collections.emptyNavigableMap());
  }

  /** Origin of the newest row or removal; null before the first. */
  @Nullable RowOrigin origin() {
    return row == null ? removed : row.origin();
  }

  boolean isOlderThan(RowOrigin other) {
    RowOrigin own = origin();
    return own == null || other.version().isNewerThan(own.version());
  }

  /** This state with a newer row; blocks that the row has forgotten go. */
  UserState with(OverlayUser newer) {
    return new UserState(newer.origin().partition(), newer, removed, blocks).withoutGoneBlocks();
  }

  /** This state with a removal: the row and the blocks that are older are gone. */
  UserState withRemoval(RowOrigin removal) {
    boolean isNewest = removed == null || !removed.version().isNewerThan(removal.version());
    boolean hasRow = row != null && row.origin().version().isNewerThan(removal.version());
    return new UserState(
            partition, hasRow ? row : null, isNewest ? removal : removed, hasRow ? blocks : none())
        .withoutGoneBlocks();
  }

  private static NavigableMap<Integer, SeenBlock> none() {
    return Collections.emptyNavigableMap();
  }

  /** This state with a block, unless it has a newer one of that number or knows that it is gone. */
  UserState withBlock(int number, SeenBlock block) {
    SeenBlock held = blocks.get(number);
    boolean isOlder = held != null && held.version().isNewerThan(block.version());
    if (isOlder || isGone(number, block)) {
      return this;
    }
    NavigableMap<Integer, SeenBlock> more = new TreeMap<>(blocks);
    more.put(number, block);
    return new UserState(partition, row, removed, more);
  }

  private boolean isGone(int number, SeenBlock block) {
    if (removed != null && !block.version().isNewerThan(removed.version())) {
      return true;
    }
    return row != null
        && !block.version().isNewerThan(row.origin().version())
        && (number < row.firstSeenBlock() || number >= row.nextSeenBlock());
  }

  private UserState withoutGoneBlocks() {
    boolean any = false;
    for (var entry : blocks.entrySet()) {
      any |= isGone(entry.getKey(), entry.getValue());
    }
    if (!any) {
      return this;
    }
    NavigableMap<Integer, SeenBlock> left = new TreeMap<>(blocks);
    left.entrySet().removeIf(entry -> isGone(entry.getKey(), entry.getValue()));
    return new UserState(partition, row, removed, left);
  }

  /** All blocks without the row; null if there are none. */
  @Nullable UserState blocksAlone() {
    return blocks.isEmpty() ? null : new UserState(partition, null, null, blocks);
  }

  /** The blocks that its row does not count yet. */
  @Nullable UserState withoutRow() {
    NavigableMap<Integer, SeenBlock> ahead =
        row == null ? blocks : blocks.tailMap(row.nextSeenBlock(), true);
    return ahead.isEmpty() ? null : new UserState(partition, null, null, new TreeMap<>(ahead));
  }
}
