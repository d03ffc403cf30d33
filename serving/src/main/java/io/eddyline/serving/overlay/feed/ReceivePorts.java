package io.eddyline.serving.overlay.feed;

import java.util.BitSet;

/**
 * The ports of this process that learners send to, one a learner, shared by the feeds of all
 * models.
 *
 * <p>Threading: thread-safe.
 */
final class ReceivePorts {
  /** There is none left. */
  static final int NONE = -1;

  private final OverlayFeedConfig config;
  private final BitSet taken = new BitSet();

  ReceivePorts(OverlayFeedConfig config) {
    this.config = config;
  }

  /** The lowest free slot, {@link #NONE} if as many learners are heard as may be. */
  synchronized int take() {
    int slot = taken.nextClearBit(0);
    if (slot >= config.maxLearners()) {
      return NONE;
    }
    taken.set(slot);
    return slot;
  }

  synchronized void giveBack(int slot) {
    taken.clear(slot);
  }

  /** {@code host:port} of a slot; with port 0 a free one is found when it is bound. */
  String endpoint(int slot) {
    int port = config.port() == 0 ? 0 : config.port() + slot;
    return config.host() + ":" + port;
  }
}
