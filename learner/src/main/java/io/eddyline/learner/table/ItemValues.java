package io.eddyline.learner.table;

import io.eddyline.learner.image.ColumnReader;
import io.eddyline.learner.image.ColumnWriter;
import java.util.Arrays;

/**
 * What is learnt of the items of one partition: vectors, neighbours and popularity, by row of the
 * {@link ItemTable}.
 *
 * <p>Threading: one thread, the table's.
 */
final class ItemValues {
  private final FirstVector first;
  final LearntSlab vectors;
  final FloatSlab momenta;
  final LearntSlab contexts;
  final NeighbourLists neighbours;
  final Popularities popularities;
  private long[] trainedPairs = {};

  ItemValues(FirstVector first, PopularityDecay decay, NeighbourLists neighbours) {
    this.first = first;
    this.vectors = new LearntSlab(first.dimension());
    this.momenta = new FloatSlab(first.dimension());
    this.contexts = new LearntSlab(first.dimension());
    this.neighbours = neighbours;
    this.popularities = new Popularities(decay);
  }

  /**
   * Makes room for rows [0, rows).
   *
   * @param capacity {@link RowIds#capacity} of the table, at least {@code rows}
   */
  void ensure(int rows, int capacity) {
    vectors.ensure(rows, capacity);
    momenta.ensure(rows);
    contexts.ensure(rows, capacity);
    neighbours.ensure(rows);
    popularities.ensure(capacity);
    if (capacity > trainedPairs.length) {
      trainedPairs = Arrays.copyOf(trainedPairs, capacity);
    }
  }

  /** A new item: its first vector is vector and momentum, all else is zero. */
  void start(int row, String id) {
    float[] chunk = vectors.chunk(row);
    int offset = vectors.offset(row);
    first.write(id, chunk, offset);
    System.arraycopy(chunk, offset, momenta.chunk(row), momenta.offset(row), first.dimension());
  }

  /** Sets all that {@link #start} does not to zero. */
  void clear(int row) {
    neighbours.clear(row);
    vectors.setAccumulator(row, 0);
    contexts.clear(row);
    popularities.clear(row);
    trainedPairs[row] = 0;
  }

  long trainedPairs(int row) {
    return trainedPairs[row];
  }

  void countTrainedPair(int row) {
    trainedPairs[row]++;
  }

  /** Writes rows [0, rows), with the neighbours. */
  void write(int rows, ColumnWriter out) {
    vectors.write(rows, out);
    momenta.write(rows, out);
    contexts.write(rows, out);
    popularities.write(rows, out);
    out.putLongs(trainedPairs, 0, rows);
    neighbours.write(rows, out);
  }

  /** Reads rows [0, rows), for which there is room. */
  void read(int rows, ColumnReader in) {
    vectors.read(rows, in);
    momenta.read(rows, in);
    contexts.read(rows, in);
    popularities.read(rows, in);
    in.getLongs(trainedPairs, 0, rows);
    neighbours.read(rows, in);
  }

  /** Fills the image's values, without the neighbours. */
  void read(int row, ItemImage image) {
    image.neighbourCount = -1;
    vectors.read(row, image.vector);
    momenta.read(row, image.momentum);
    contexts.read(row, image.context);
    image.accumulator = vectors.accumulator(row);
    image.contextAccumulator = contexts.accumulator(row);
    popularities.read(row, image);
    image.trainedPairs = trainedPairs[row];
  }

  /** Sets the row to the image's values, with the neighbours. */
  void restore(int row, ItemImage image) {
    vectors.write(row, image.vector);
    momenta.write(row, image.momentum);
    contexts.write(row, image.context);
    vectors.setAccumulator(row, image.accumulator);
    contexts.setAccumulator(row, image.contextAccumulator);
    popularities.restore(row, image);
    trainedPairs[row] = image.trainedPairs;
    neighbours.restore(row, image);
  }
}
