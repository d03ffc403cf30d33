package io.eddyline.learner.snapshot.build;

import io.eddyline.learner.snapshot.StoredRows;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a version says, by id. */
final class WrittenRows {
  private WrittenRows() {}

  /** Decayed popularity of an id. */
  static double popularity(StoredRows rows, String id) {
    return rows.popularity(row(rows, id));
  }

  private static int row(StoredRows rows, String id) {
    for (int item = 0; item < rows.itemCount(); item++) {
      if (rows.itemId(item).equals(id)) {
        return item;
      }
    }
    throw new AssertionError("no item " + id);
  }

  /** Affinities to the item by id, best first. */
  static Map<String, Float> neighbours(StoredRows rows, String id) {
    int[] neighbours = new int[rows.neighbourCount()];
    float[] affinities = new float[rows.neighbourCount()];
    rows.neighbours(row(rows, id), neighbours, affinities);
    Map<String, Float> affinityOfId = new LinkedHashMap<>();
    for (int at = 0; at < neighbours.length && affinities[at] > 0; at++) {
      affinityOfId.put(rows.itemId(neighbours[at]), affinities[at]);
    }
    return affinityOfId;
  }

  /** Ids of all users. */
  static List<String> ids(StoredRows rows) {
    List<String> ids = new ArrayList<>();
    for (int user = 0; user < rows.userCount(); user++) {
      ids.add(rows.userId(user));
    }
    return ids;
  }

  /** Ids of items by their rows. */
  static List<String> items(StoredRows rows, int[] numbers) {
    List<String> ids = new ArrayList<>();
    for (int number : numbers) {
      ids.add(rows.itemId(number));
    }
    return ids;
  }
}
