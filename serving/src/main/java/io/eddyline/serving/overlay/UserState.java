package io.eddyline.serving.overlay;

import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the overlay has of a user.
 *
 * <p>Blocks may come ahead of the row that counts them, or of any row.
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
    NavigableMap<Integer, List<String>> blocks) {

  static UserState of(OverlayUser row) {
    return new UserState(row.origin().partition(), row, null, Collections.emptyNavigableMap());
  }

  static UserState ofRemoved(RowOrigin removed) {
    return new UserState(removed.partition(), null, removed, Collections.emptyNavigableMap());
  }

  static UserState ofBlock(int partition, int block, List<String> items) {
    NavigableMap<Integer, List<String>> blocks = new TreeMap<>();
    blocks.put(block, List.copyOf(items));
    return new UserState(partition, null, null, blocks);
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
    return new UserState(newer.origin().partition(), newer, removed, from(newer.firstSeenBlock()));
  }

  UserState withBlock(int block, List<String> items) {
    NavigableMap<Integer, List<String>> more = new TreeMap<>(blocks);
    more.put(block, List.copyOf(items));
    return new UserState(partition, row, removed, more);
  }

  /** All blocks without the row; null if there are none. */
  @Nullable UserState blocksAlone() {
    return blocks.isEmpty() ? null : new UserState(partition, null, null, blocks);
  }

  /** The blocks that its row does not count yet. */
  @Nullable UserState withoutRow() {
    NavigableMap<Integer, List<String>> ahead = row == null ? blocks : from(row.nextSeenBlock());
    return ahead.isEmpty() ? null : new UserState(partition, null, null, ahead);
  }

  private NavigableMap<Integer, List<String>> from(int block) {
    return blocks.isEmpty() || blocks.firstKey() >= block
        ? blocks
        : new TreeMap<>(blocks.tailMap(block, true));
  }
}
