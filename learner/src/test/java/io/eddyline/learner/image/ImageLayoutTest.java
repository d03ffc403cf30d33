package io.eddyline.learner.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.eddyline.learner.table.FirstVector;
import io.eddyline.learner.table.ItemReplica;
import io.eddyline.learner.table.ItemTable;
import io.eddyline.learner.table.NeighbourLists;
import io.eddyline.learner.table.PopularityDecay;
import io.eddyline.learner.table.TableColumns;
import io.eddyline.learner.table.UserTable;
import java.util.HexFormat;
import java.util.Map;
import java.util.function.Consumer;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

/**
 * The columns of each format. A change here needs another {@link ImageFile#FORMAT}: a release would
 * read the columns of another one for its own.
 */
final class ImageLayoutTest {
  private static final FirstVector FIRST = new FirstVector(1, 4);
  private static final PopularityDecay DECAY = new PopularityDecay(100, 10, 1);
  private static final Map<Integer, String> ITEMS = Map.of(1, "e4385131");
  private static final Map<Integer, String> USERS = Map.of(1, "e30cc816");

  @Test
  void columnsOfItemsAreThoseOfTheFormat() {
    ItemTable table = new ItemTable(FIRST, DECAY, 50, new NeighbourLists(3, 0.5));
    for (String id : new String[] {"a", "gone", "b"}) {
      int row = table.findOrAdd(id);
      table.vectors().write(row, new float[] {1, 2, 3, 4});
      table.momenta().write(row, new float[] {5, 6, 7, 8});
      table.contexts().write(row, new float[] {9, 10, 11, 12});
      table.vectors().setAccumulator(row, 13);
      table.contexts().setAccumulator(row, 14);
      table.countTrainedPair(row);
      table.countLive(row);
      table.use(row);
      table.neighbours().count(row, "n-" + id, 0, 15);
      table.changed(row);
    }
    table.remove(table.find("gone"));
    table.clearDirty();

    assertThat(ITEMS)
        .containsEntry(ImageFile.FORMAT, checksum(out -> TableColumns.write(table, out)));
  }

  @Test
  void columnsOfUsersAreThoseOfTheFormat() {
    ItemReplica replica = new ItemReplica(FIRST, DECAY, 1, id -> 0);
    UserTable table = new UserTable(4, 2, 64, 50);
    for (int user = 0; user < 3; user++) {
      int row = table.findOrAdd("user-" + user);
      table.use(row, 1 + user);
      table.vectors().write(row, new float[] {1, 2, 3, 4});
      table.momenta().write(row, new float[] {5, 6, 7, 8});
      table.vectors().setAccumulator(row, 9);
      table.remember(row, replica.ordinalOf("item-" + user), 10, 11);
      for (int item = 0; item < 70; item++) {
        table.seen(row).add(replica.ordinalOf("item-" + item));
      }
      table.ratings().add(row, 12);
      table.countTrainedEvent(row);
      table.changed(row);
    }
    table.remove(table.find("user-1"));
    table.clearDirty();

    assertThat(USERS)
        .containsEntry(ImageFile.FORMAT, checksum(out -> TableColumns.write(table, replica, out)));
  }

  private static String checksum(Consumer<ColumnWriter> columns) {
    CRC32C checksum = new CRC32C();
    byte[] bytes = InMemory.bytes(columns);
    checksum.update(bytes, 0, bytes.length - Integer.BYTES);
    return HexFormat.of().toHexDigits(checksum.getValue(), 8);
  }
}
