package io.eddyline.serving.overlay.feed;

import io.eddyline.serving.overlay.Overlay;
import io.eddyline.serving.overlay.OverlayUser;
import java.util.ArrayList;
import java.util.List;

/**
 * Blocks of seen items that a stream brought and whose user's row has not come yet: it comes next,
 * mostly, and says which version they are of.
 *
 * <p>Threading: the overlay agent.
 */
final class UncountedBlocks {
  private final List<Block> waiting = new ArrayList<>();

  private record Block(String userId, int number, List<String> items) {}

  void add(String userId, int number, List<String> items) {
    waiting.add(new Block(userId, number, items));
  }

  /** The row has come, and is about to be put into the overlay; so are its blocks. */
  void put(OverlayUser row, Overlay overlay) {
    for (int k = 0; k < waiting.size(); k++) {
      Block block = waiting.get(k);
      if (block.userId().equals(row.userId())) {
        overlay.putSeenBlock(
            block.userId(),
            row.origin().partition(),
            block.number(),
            row.origin().version(),
            block.items());
      }
    }
    forget(row.userId());
  }

  /** There will be no row that counts these. */
  void forget(String userId) {
    if (!waiting.isEmpty()) {
      waiting.removeIf(block -> block.userId().equals(userId));
    }
  }

  /** Messages are missing, maybe rows: the log has the blocks. */
  void clear() {
    waiting.clear();
  }
}
