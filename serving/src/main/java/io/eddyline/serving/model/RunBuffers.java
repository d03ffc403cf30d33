package io.eddyline.serving.model;

import io.eddyline.schemas.snapshot.GraphNames;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * The inputs and outputs of one run of the graph, outside the heap, where ONNX Runtime reads and
 * writes them in place; used again by the next run.
 *
 * <pre>
 *   B = queries, S = longest history among them, E = most exclusions among them, both at least 1,
 *   K = results
 *
 *   userRows   int64   [B]       vectors    float32 [B, d]    rows    int64   [B, K]
 *   history    int64   [B, S]    weights    float32 [B, S]    scores  float32 [B, K]
 *   exclusions int64   [B, E]    affinities float32 [B, S]
 * </pre>
 *
 * <p>Names and meanings are those of {@link GraphNames}. A shorter history is padded with row 0 and
 * weight 0, fewer exclusions with -1.
 *
 * <p>Threading: one run at a time.
 */
final class RunBuffers {
  private static final int NO_ROW = -1;

  private final int dimension;
  private LongBuffer userRows = longs(1);
  private FloatBuffer vectors = floats(1);
  private LongBuffer history = longs(1);
  private FloatBuffer weights = floats(1);
  private FloatBuffer affinities = floats(1);
  private LongBuffer exclusions = longs(1);
  private LongBuffer rows = longs(1);
  private FloatBuffer scores = floats(1);
  private int slots;
  private int excluded;
  private int results;

  RunBuffers(int dimension) {
    this.dimension = dimension;
  }

  /** Writes the inputs of {@code queries} and makes room for {@code k} results of each. */
  void fill(List<RetrievalQuery> queries, int k) {
    int count = queries.size();
    slots = 1;
    excluded = 1;
    for (RetrievalQuery query : queries) {
      slots = Math.max(slots, query.historyCount());
      excluded = Math.max(excluded, query.excludedCount());
    }
    results = k;
    userRows = sized(userRows, count);
    vectors = sized(vectors, count * dimension);
    history = sized(history, count * slots);
    weights = sized(weights, count * slots);
    affinities = sized(affinities, count * slots);
    exclusions = sized(exclusions, count * excluded);
    rows = sized(rows, count * k);
    scores = sized(scores, count * k);
    for (int index = 0; index < count; index++) {
      RetrievalQuery query = queries.get(index);
      userRows.put(index, query.userRow());
      fillVector(index, query);
      fillHistory(index * slots, query);
      for (int at = 0; at < excluded; at++) {
        boolean used = at < query.excludedCount();
        exclusions.put(index * excluded + at, used ? query.excludedRow(at) : NO_ROW);
      }
    }
  }

  private void fillVector(int index, RetrievalQuery query) {
    float[] vector = query.vector();
    for (int i = 0; i < dimension; i++) {
      vectors.put(index * dimension + i, vector == null ? 0 : vector[i]);
    }
  }

  private void fillHistory(int from, RetrievalQuery query) {
    for (int age = 0; age < slots; age++) {
      boolean used = age < query.historyCount();
      history.put(from + age, used ? query.historyRow(age) : 0);
      weights.put(from + age, used ? query.historyWeight(age) : 0);
      affinities.put(from + age, used ? query.neighbourWeight(age) : 0);
    }
  }

  /** The first {@code k} results of a query after the run, fewer where fillers begin. */
  Ranking ranking(int index, int k) {
    int from = index * results;
    int count = k;
    while (count > 0 && scores.get(from + count - 1) == Float.NEGATIVE_INFINITY) {
      count--;
    }
    int[] itemRows = new int[count];
    Arrays.setAll(itemRows, rank -> (int) rows.get(from + rank));
    float[] itemScores = new float[count];
    scores.get(from, itemScores);
    return new Ranking(itemRows, itemScores);
  }

  LongBuffer userRows() {
    return userRows;
  }

  FloatBuffer vectors() {
    return vectors;
  }

  LongBuffer history() {
    return history;
  }

  FloatBuffer weights() {
    return weights;
  }

  FloatBuffer affinities() {
    return affinities;
  }

  LongBuffer exclusions() {
    return exclusions;
  }

  LongBuffer rows() {
    return rows;
  }

  FloatBuffer scores() {
    return scores;
  }

  /** S of this run. */
  int slots() {
    return slots;
  }

  /** E of this run. */
  int excluded() {
    return excluded;
  }

  /** A buffer of this limit, the same one if it is long enough. */
  private static LongBuffer sized(LongBuffer buffer, int size) {
    return (buffer.capacity() < size ? longs(roomFor(size)) : buffer).limit(size);
  }

  private static FloatBuffer sized(FloatBuffer buffer, int size) {
    return (buffer.capacity() < size ? floats(roomFor(size)) : buffer).limit(size);
  }

  private static int roomFor(int size) {
    return Math.max(size, Math.multiplyExact(Integer.highestOneBit(size), 2));
  }

  private static LongBuffer longs(int size) {
    return bytes(Math.multiplyExact(size, Long.BYTES)).asLongBuffer();
  }

  private static FloatBuffer floats(int size) {
    return bytes(Math.multiplyExact(size, Float.BYTES)).asFloatBuffer();
  }

  private static ByteBuffer bytes(int count) {
    return ByteBuffer.allocateDirect(count).order(ByteOrder.nativeOrder());
  }
}
