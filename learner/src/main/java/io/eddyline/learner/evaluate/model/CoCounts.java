package io.eddyline.learner.evaluate.model;

import java.util.Arrays;

/**
 * Weights of the items that occurred together with one item: dense lists for scanning, with an open
 * addressing index into them.
 *
 * <p>Threading: one thread.
 */
final class CoCounts {
  private static final int EMPTY = -1;

  private int[] items = new int[4];
  private float[] weights = new float[4];
  private int[] index = emptyIndex(8);
  private int size;

  void add(int item, float weight) {
    int slot = slot(item);
    if (index[slot] == EMPTY) {
      slot = append(item, slot);
    }
    weights[index[slot]] += weight;
  }

  /** {@code target[item] += factor * weight} of every item. */
  void addScaledTo(float factor, float[] target) {
    for (int k = 0; k < size; k++) {
      target[items[k]] += factor * weights[k];
    }
  }

  private int append(int item, int freeSlot) {
    if (size == items.length) {
      items = Arrays.copyOf(items, 2 * size);
      weights = Arrays.copyOf(weights, 2 * size);
    }
    items[size] = item;
    weights[size] = 0;
    index[freeSlot] = size++;
    if (2 * size <= index.length) {
      return freeSlot;
    }
    index = emptyIndex(2 * index.length);
    for (int k = 0; k < size; k++) {
      index[slot(items[k])] = k;
    }
    return slot(item);
  }

  /* Where the item stands in the index, or the free slot where it belongs. */
  private int slot(int item) {
    int mask = index.length - 1;
    int hash = item * 0x9E3779B9;
    int slot = (hash ^ (hash >>> 16)) & mask;
    while (index[slot] != EMPTY && items[index[slot]] != item) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private static int[] emptyIndex(int capacity) {
    int[] index = new int[capacity];
    Arrays.fill(index, EMPTY);
    return index;
  }
}
