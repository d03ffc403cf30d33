package io.eddyline.k8s.bench.overlay;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import io.eddyline.k8s.bench.overlay.BlockGraph.Join;
import io.eddyline.schemas.snapshot.SnapshotFiles;
import io.eddyline.serving.overlay.CurrentItem;
import io.eddyline.serving.overlay.CurrentModel;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What is laid over a version, as inputs of a {@link BlockGraph}, outside the heap.
 *
 * <p>Threading: one thread.
 */
final class Block implements AutoCloseable {
  private final List<CurrentItem> items = new ArrayList<>();
  private final int paddedItems;
  private final OnnxTensor vectors;
  private final OnnxTensor bias;
  private final OnnxTensor places;

  Block(OrtEnvironment environment, CurrentModel current, Join join) throws OrtException {
    current.items().forEachLaid(items::add);
    int own = current.items().ownCount();
    int dimension = current.manifest().dimension();
    paddedItems = SnapshotFiles.paddedItems(own);
    int slots = SnapshotFiles.paddedItems(items.size());
    FloatBuffer vectorValues = bytes(slots * dimension).asFloatBuffer();
    FloatBuffer biasValues = bytes(slots).asFloatBuffer();
    IntBuffer placeValues = bytes(paddedItems).asIntBuffer();
    for (int row = 0; row < paddedItems; row++) {
      placeValues.put(row, join == Join.SCORES ? row : slots - 1);
    }
    for (int slot = 0; slot < slots; slot++) {
      boolean used = slot < items.size() && items.get(slot).isAvailable();
      biasValues.put(slot, used ? items.get(slot).prior() : Float.NEGATIVE_INFINITY);
    }
    for (int slot = 0; slot < items.size(); slot++) {
      vectorValues.put(slot * dimension, items.get(slot).candidate());
      if (items.get(slot).row() < own) {
        placeValues.put(items.get(slot).row(), join == Join.SCORES ? paddedItems + slot : slot);
      }
    }
    vectors = OnnxTensor.createTensor(environment, vectorValues, new long[] {slots, dimension});
    bias = OnnxTensor.createTensor(environment, biasValues, new long[] {slots});
    places = OnnxTensor.createTensor(environment, placeValues, new long[] {paddedItems});
  }

  private static ByteBuffer bytes(int count) {
    return ByteBuffer.allocateDirect(count * Integer.BYTES).order(ByteOrder.nativeOrder());
  }

  Map<String, OnnxTensor> inputs() {
    return Map.of(
        BlockGraph.BLOCK, vectors, BlockGraph.BLOCK_BIAS, bias, BlockGraph.PLACES, places);
  }

  /** The item that the graph answers as a row. */
  String id(CurrentModel current, long row) {
    return row < paddedItems
        ? current.version().items().id((int) row)
        : items.get((int) row - paddedItems).id();
  }

  @Override
  public void close() {
    vectors.close();
    bias.close();
    places.close();
  }
}
