package io.eddyline.serving.overlay;

import io.eddyline.serving.model.LoadedModel;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The versions that rows are laid over, until they close.
 *
 * <p>Threading: the overlay's writer; {@link #get} from any thread, without locks.
 */
final class FollowedVersions {
  private static final int ROWS_A_PIECE = 128;

  /* By identity: a model does not define equality. */
  private final Map<LoadedModel, FollowedVersion> versions = new ConcurrentHashMap<>();
  private final Queue<Following> begun = new ArrayDeque<>();

  /** Null if the version is not followed. */
  @Nullable FollowedVersion get(LoadedModel model) {
    return versions.get(model);
  }

  boolean isEmpty() {
    return versions.isEmpty();
  }

  /** Follows a version from now on; the rows that are there are laid by {@link #layPiece}. */
  FollowedVersion begin(LoadedModel model, BoundedRows<ItemState> rows) {
    FollowedVersion version = FollowedVersion.of(model);
    versions.put(model, version);
    begun.add(new Following(model, version, rows));
    return version;
  }

  /** Whether no version lacks rows that were there when it was begun. */
  boolean areLaid() {
    return begun.isEmpty();
  }

  /** Lays some of what a version lacks, a few hundred microseconds' work. */
  void layPiece() {
    if (begun.element().lay(ROWS_A_PIECE)) {
      begun.remove();
    }
  }

  /** Changes what is laid over each; one that is closed meanwhile is forgotten. */
  void forEach(Consumer<FollowedVersion> change) {
    versions.forEach(
        (model, version) -> {
          try {
            change.accept(version);
          } catch (IllegalStateException e) {
            if (!model.isClosed()) {
              throw e;
            }
            versions.remove(model);
          }
        });
  }

  void forgetClosed() {
    versions.keySet().removeIf(LoadedModel::isClosed);
    begun.removeIf(Following::isClosed);
  }

  /** Whether each of them has a row, or a newer one, or the row was never committed. */
  boolean allHold(Side side, RowOrigin origin) {
    return versions.values().stream().allMatch(version -> version.marks().hold(side, origin));
  }
}
