package io.eddyline.learner.table;

/** Images of item rows and first keys for tests of the replica. */
final class ReplicaImages {
  static final int DIMENSION = 8;
  static final FirstVector FIRST = new FirstVector(3, DIMENSION);

  private ReplicaImages() {}

  /**
   * A row with owner's ordinal 7 whose vector, momentum and context are the value along an axis.
   */
  static ItemImage image(long epoch, long updates, float value) {
    ItemImage image = new ItemImage(DIMENSION);
    image.epoch = epoch;
    image.updates = updates;
    image.ordinal = 7;
    image.momentum[0] = value;
    image.vector[0] = value;
    image.context[1] = value;
    image.popularity = 1;
    return image;
  }

  /** The direction of an item's first vector. */
  static float[] firstKey(String id) {
    float[] vector = new float[DIMENSION];
    FIRST.write(id, vector, 0);
    double squares = 0;
    for (float value : vector) {
      squares += value * value;
    }
    for (int k = 0; k < vector.length; k++) {
      vector[k] /= (float) Math.sqrt(squares);
    }
    return vector;
  }
}
