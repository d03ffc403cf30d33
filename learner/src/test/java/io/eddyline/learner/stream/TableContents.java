package io.eddyline.learner.stream;

import io.eddyline.learner.table.ItemImage;
import io.eddyline.learner.table.ItemReplica;
import io.eddyline.learner.table.ItemTable;
import io.eddyline.learner.table.SeenSet;
import io.eddyline.learner.table.UserTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** All values of a table by id, items named by their ids, for comparing two tables. */
final class TableContents {
  private TableContents() {}

  static Map<String, List<Object>> users(UserTable table, ItemReplica replica) {
    Map<String, List<Object>> contents = new TreeMap<>();
    for (int row = 0; row < table.size(); row++) {
      if (!table.holds(row)) {
        continue;
      }
      List<Object> values = new ArrayList<>();
      int dimension = replica.dimension();
      int offset = table.vectors().offset(row);
      add(values, table.vectors().chunk(row), offset, dimension);
      add(values, table.momenta().chunk(row), offset, dimension);
      values.add((double) table.vectors().accumulator(row));
      values.add(table.trainedEvents(row));
      values.add(table.ratings().count(row));
      values.add(table.ratings().sum(row));
      values.add(table.updates(row));
      for (int age = 0; age < table.histories().size(row); age++) {
        values.add(replica.id(table.histories().item(row, age)));
        values.add(table.histories().weight(row, age));
        values.add(table.histories().timeMs(row, age));
      }
      SeenSet seen = table.seen(row);
      values.add(seen.firstBlock());
      values.add(seen.forgotten());
      for (int k = 0; k < seen.size(); k++) {
        values.add(replica.id(seen.item(k)));
      }
      contents.put(table.id(row), values);
    }
    return contents;
  }

  static Map<String, List<Object>> items(ItemTable table, int dimension) {
    Map<String, List<Object>> contents = new TreeMap<>();
    ItemImage image = new ItemImage(dimension);
    for (int row = 0; row < table.size(); row++) {
      if (!table.holds(row)) {
        continue;
      }
      table.read(row, image);
      List<Object> values = new ArrayList<>();
      add(values, image.vector, 0, dimension);
      add(values, image.momentum, 0, dimension);
      add(values, image.context, 0, dimension);
      values.add((double) image.accumulator);
      values.add((double) image.contextAccumulator);
      values.add(image.popularity);
      values.add(image.popularityClock);
      values.add(image.trainedPairs);
      values.add(image.updates);
      values.add(image.ordinal);
      for (int slot = 0; slot < image.neighbourCount; slot++) {
        values.add(table.neighbours().id(row, slot));
        values.add(image.neighbourCounts[slot]);
      }
      contents.put(table.id(row), values);
    }
    return contents;
  }

  private static void add(List<Object> values, float[] floats, int offset, int count) {
    for (int k = offset; k < offset + count; k++) {
      values.add((double) floats[k]);
    }
  }
}
