package io.eddyline.serving.overlay;

import io.eddyline.serving.model.LoadedModel;
import io.eddyline.serving.model.UserRows;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A user as a request sees him: by the version's own row, or by the newer one that is laid over it.
 *
 * <p>What he has seen is what either says: which of the version's seen items a newer row has
 * forgotten is not known before the next version.
 *
 * <p>Threading: immutable; usable while the model is.
 */
public final class CurrentUser {
  private final LoadedModel model;
  private final int row;
  private final @Nullable OverlayUser laid;
  private final @Nullable UserState state;

  /**
   * @param row in the version, {@link UserRows#UNKNOWN} without one
   * @param laid newer than the version, null if nothing is
   * @param state blocks that were seen since, null for none
   */
  private CurrentUser(
      LoadedModel model, int row, @Nullable OverlayUser laid, @Nullable UserState state) {
    this.model = model;
    this.row = row;
    this.laid = laid;
    this.state = state;
  }

  /** Nobody. */
  static CurrentUser unknown(LoadedModel model) {
    return new CurrentUser(model, UserRows.UNKNOWN, null, null);
  }

  /** The user with a state that may be older or newer than the version. */
  static CurrentUser of(
      LoadedModel model, String id, @Nullable UserState state, SnapshotMarks marks) {
    int row = model.users().row(id);
    if (state == null) {
      return new CurrentUser(model, row, null, null);
    }
    RowOrigin removed = state.removed();
    boolean wasRemoved = removed != null && !marks.hold(Side.USER, removed);
    OverlayUser newest = state.row();
    boolean fits = newest != null && newest.vector().length == model.manifest().dimension();
    if (newest == null || !fits || marks.hold(Side.USER, newest.origin())) {
      return wasRemoved ? unknown(model) : new CurrentUser(model, row, null, state);
    }
    return new CurrentUser(model, wasRemoved ? UserRows.UNKNOWN : row, newest, state);
  }

  public boolean isKnown() {
    return laid != null || row != UserRows.UNKNOWN;
  }

  /** When the last event of the laid row came its way; null if the version's own row answers. */
  public @Nullable EventTimes times() {
    return laid == null ? null : laid.times();
  }

  /** Row whose vector is his in the graph, {@link UserRows#UNKNOWN} if it is laid or not known. */
  int graphRow() {
    return laid == null ? row : UserRows.UNKNOWN;
  }

  /** The laid vector, not to be written; null if the graph has his. */
  float @Nullable [] laidVector() {
    return laid == null ? null : laid.vector();
  }

  /** His history, newest first, without items that are not known. */
  public List<CurrentItem> history(CurrentItems items) {
    List<CurrentItem> history = new ArrayList<>();
    if (laid != null) {
      for (String id : laid.history()) {
        addIfKnown(items.find(id), history);
      }
    } else {
      for (int itemRow : model.users().history(row)) {
        addIfKnown(items.find(itemRow), history);
      }
    }
    return history;
  }

  private static void addIfKnown(@Nullable CurrentItem item, List<CurrentItem> history) {
    if (item != null) {
      history.add(item);
    }
  }

  /** Adds what he has seen. */
  public void exclude(ExcludedItems excluded) {
    for (int itemRow : model.users().seen(row)) {
      excluded.addRow(itemRow);
    }
    if (laid != null) {
      laid.seenTail().forEach(excluded::add);
    }
    if (state != null) {
      state.blocks().values().forEach(block -> block.items().forEach(excluded::add));
    }
  }
}
