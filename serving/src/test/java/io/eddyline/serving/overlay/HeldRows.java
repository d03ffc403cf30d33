package io.eddyline.serving.overlay;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Whole rows as a line of text, of an overlay or of a learner, to be compared. */
public final class HeldRows {
  private static final String NONE = "none";

  private HeldRows() {}

  /** What an overlay has of a user, a removal being nothing. */
  public static String user(Overlay overlay, String id) {
    UserState state = overlay.state(id);
    if (state == null) {
      return NONE;
    }
    Map<Integer, List<String>> blocks = new TreeMap<>();
    state.blocks().forEach((number, block) -> blocks.put(number, block.items()));
    return text(state.row(), blocks);
  }

  /** What an overlay has of an item, a removal being nothing. */
  public static String item(Overlay overlay, String id) {
    return text(overlay.item(id));
  }

  /** A user with his blocks, of which those count that the row says are live. */
  public static String text(@Nullable OverlayUser row, Map<Integer, List<String>> blocks) {
    if (row == null) {
      return NONE;
    }
    NavigableMap<Integer, List<String>> live =
        new TreeMap<>(blocks).subMap(row.firstSeenBlock(), true, row.nextSeenBlock(), false);
    return "%s %s history %s seen %s blocks %d to %d: %s"
        .formatted(
            row.origin().version(),
            Arrays.toString(row.vector()),
            row.history(),
            row.seenTail(),
            row.firstSeenBlock(),
            row.nextSeenBlock(),
            live);
  }

  /** An item. */
  public static String text(@Nullable OverlayItem row) {
    return row == null
        ? NONE
        : "%s %s %s %s popularity %s %s at %d neighbours %s"
            .formatted(
                row.origin().version(),
                Arrays.toString(row.vector()),
                Arrays.toString(row.momentum()),
                Arrays.toString(row.context()),
                row.popularity(),
                row.trend(),
                row.popularityClock(),
                text(row.neighbours()));
  }

  private static String text(@Nullable RowNeighbours neighbours) {
    return neighbours == null
        ? NONE
        : Arrays.toString(neighbours.ids()) + Arrays.toString(neighbours.counts());
  }
}
