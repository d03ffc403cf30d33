package io.eddyline.learner.snapshot.build;

import com.google.protobuf.ByteString;
import io.eddyline.schemas.error.FormatException;
import io.eddyline.schemas.serde.Vectors;

/**
 * Decodes the vector of a row for a snapshot, which a number that is not finite would poison: the
 * record counts as unreadable.
 *
 * <p>Threading: stateless.
 */
final class FiniteVector {
  private FiniteVector() {}

  /** The vector of an id's row. */
  static float[] decode(String id, ByteString encoded, int dimension) {
    float[] vector = new float[dimension];
    Vectors.decode(encoded, vector, 0, dimension);
    for (float value : vector) {
      if (!Float.isFinite(value)) {
        throw new FormatException(
            "row of \"%s\" with %s: expected finite numbers".formatted(id, value));
      }
    }
    return vector;
  }
}
