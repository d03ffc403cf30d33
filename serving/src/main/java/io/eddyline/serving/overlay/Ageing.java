package io.eddyline.serving.overlay;

import io.eddyline.serving.model.LoadedModel;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.NanoClock;
import org.jspecify.annotations.Nullable;

/**
 * Lets the priors of the loaded versions, and of what is laid over them, decay as those of a
 * version would that is made now. A version's clocks are those of its marks, and beyond them what
 * the rows say that came.
 *
 * <p>It goes in pieces of a fraction of a millisecond, each followed by {@link #REST} times as long
 * without one, so that it takes a fiftieth of the thread's time at most; nothing while no clock
 * moves, and no allocation but a version's first order.
 *
 * <p>Threading: one thread, that of the overlay's writer.
 */
final class Ageing {
  static final int ROWS_A_PIECE = 2_048;

  /** How many times as long as a piece took nothing is done after it. */
  private static final int REST = 49;

  /* A piece that took longer lost the processor meanwhile. */
  private static final long LONGEST_PIECE_NS = 1_000_000;

  private final HeardPairs clocks = new HeardPairs();
  private final List<VersionAgeing> versions = new ArrayList<>();
  private boolean rests;
  private long restsUntilNs;
  private int next;

  HeardPairs clocks() {
    return clocks;
  }

  /** Ages a version from now on, if it says how its priors decay. */
  void follow(LoadedModel model, VersionItems items) {
    if (model.items().priors().decay()) {
      versions.add(new VersionAgeing(model, items));
    }
  }

  /** Lets go of versions that closed. */
  void forgetClosed() {
    versions.removeIf(VersionAgeing::isClosed);
  }

  /** Does a piece if it is time for one. */
  void doWork(NanoClock clock) {
    VersionAgeing version = nextAwake();
    if (version == null) {
      return;
    }
    long nowNs = clock.nanoTime();
    if (rests && nowNs - restsUntilNs < 0) {
      return;
    }
    version.step(clocks, ROWS_A_PIECE);
    long endNs = clock.nanoTime();
    restsUntilNs = endNs + REST * Math.min(endNs - nowNs, LONGEST_PIECE_NS);
    rests = true;
  }

  /** Does all that is to be done. */
  void finish() {
    for (VersionAgeing version = nextAwake(); version != null; version = nextAwake()) {
      version.step(clocks, ROWS_A_PIECE);
    }
  }

  /** The version that is under way, or the next that a clock has moved for; null if none has. */
  private @Nullable VersionAgeing nextAwake() {
    for (int tried = 0; tried < versions.size(); tried++) {
      next = next < versions.size() ? next : 0;
      VersionAgeing version = versions.get(next);
      if (!version.isResting(clocks)) {
        return version;
      }
      next++;
    }
    return null;
  }
}
