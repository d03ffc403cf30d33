package io.eddyline.learner.stream;

import com.google.protobuf.ByteString;
import io.eddyline.schemas.error.FormatException;
import io.eddyline.schemas.record.Follow;
import io.eddyline.schemas.record.ItemUpdates;
import io.eddyline.schemas.record.Pair;

/** Whether all messages of a batch can be applied, asked before any is. */
final class SoundUpdates {
  private SoundUpdates() {}

  /**
   * Checks the lengths of all vectors and lists.
   *
   * @throws FormatException if one is not as it should be
   */
  static void check(ItemUpdates updates, int dimension) {
    for (Pair pair : updates.getPairsList()) {
      if (!pair.getUserKey().isEmpty()) {
        vector("user key", pair.getUserKey(), dimension);
      }
    }
    for (Follow follow : updates.getFollowsList()) {
      vector("gradient", follow.getGradient(), dimension);
      if (follow.getItemIdsCount() != follow.getCoefficientsCount()) {
        throw new FormatException(
            "%d items and %d coefficients of a gradient, expected as many of each"
                .formatted(follow.getItemIdsCount(), follow.getCoefficientsCount()));
      }
    }
  }

  private static void vector(String what, ByteString floats, int dimension) {
    if (floats.size() != dimension * Float.BYTES) {
      throw new FormatException(
          "%s of %d bytes, expected %d".formatted(what, floats.size(), dimension * Float.BYTES));
    }
  }
}
