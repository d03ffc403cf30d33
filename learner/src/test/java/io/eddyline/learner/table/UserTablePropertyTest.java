package io.eddyline.learner.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

final class UserTablePropertyTest {
  private static final int LENGTH = 5;

  @Property(tries = 200)
  void remembersTheLatestDistinctItems(
      @ForAll @Size(max = 60) List<@IntRange(min = 0, max = 9) Integer> items) {
    UserTable users = new UserTable(4, LENGTH, 64);
    int other = users.findOrAdd("other");
    users.remember(other, 99, 1, 0);
    int row = users.findOrAdd("user");
    Deque<Integer> model = new ArrayDeque<>();
    long time = 0;
    for (int item : items) {
      users.remember(row, item, item + 0.5f, time++);
      model.remove(item);
      model.addFirst(item);
      if (model.size() > LENGTH) {
        model.removeLast();
      }
    }
    assertThat(history(users, row)).isEqualTo(new ArrayList<>(model));
    for (int age = 0; age < users.histories().size(row); age++) {
      int item = users.histories().item(row, age);
      assertThat(users.histories().weight(row, age)).isEqualTo(item + 0.5f);
      assertThat(users.histories().timeMs(row, age)).isEqualTo(items.lastIndexOf(item));
    }
    assertThat(history(users, other)).containsExactly(99);
  }

  @Property(tries = 200)
  void forgetsWhatIsOlderAndKeepsTheOrder(
      @ForAll @Size(max = 20) List<@IntRange(min = 0, max = 9) Integer> items,
      @ForAll @IntRange(min = 0, max = 25) int before) {
    UserTable users = new UserTable(4, LENGTH, 64);
    int row = users.findOrAdd("user");
    for (int time = 0; time < items.size(); time++) {
      users.remember(row, items.get(time), 1, time);
    }
    List<Integer> expected =
        history(users, row).stream().filter(item -> items.lastIndexOf(item) >= before).toList();

    users.forget(row, before);

    assertThat(history(users, row)).isEqualTo(expected);
    for (int age = 0; age < expected.size(); age++) {
      assertThat(users.histories().timeMs(row, age))
          .isEqualTo(items.lastIndexOf(expected.get(age)));
    }
  }

  @Test
  void copiesHistoryWithoutTheItemItself() {
    UserTable users = new UserTable(4, LENGTH, 64);
    int row = users.findOrAdd("user");
    for (int item = 1; item <= 4; item++) {
      users.remember(row, item, 1, item);
    }
    int[] target = new int[LENGTH];
    int count = users.histories().copy(row, 3, target);
    assertThat(Arrays.copyOf(target, count)).containsExactly(4, 2, 1);
  }

  @Test
  void listsEachChangedRowOnceUntilCleared() {
    UserTable users = new UserTable(4, LENGTH, 64);
    for (int row = 0; row < 3000; row++) {
      assertThat(users.findOrAdd("user-" + row)).isEqualTo(row);
    }
    users.changed(2999);
    users.changed(7);
    users.changed(2999);
    assertThat(users.dirtyCount()).isEqualTo(2);
    assertThat(users.dirtyRow(0)).isEqualTo(2999);
    assertThat(users.dirtyRow(1)).isEqualTo(7);
    assertThat(users.updates(2999)).isEqualTo(2);
    users.clearDirty();
    assertThat(users.dirtyCount()).isZero();
    users.changed(7);
    assertThat(users.dirtyRow(0)).isEqualTo(7);
  }

  @Test
  void growthMovesNoRow() {
    UserTable users = new UserTable(4, LENGTH, 64);
    int row = users.findOrAdd("first");
    float[] chunk = users.vectors().chunk(row);
    users.vectors().write(row, new float[] {1, 2, 3, 4});
    for (int k = 0; k < 5000; k++) {
      users.findOrAdd("user-" + k);
    }
    assertThat(users.vectors().chunk(row)).isSameAs(chunk);
    float[] vector = new float[4];
    users.vectors().read(row, vector);
    assertThat(vector).containsExactly(1, 2, 3, 4);
    assertThat(users.find("first")).isEqualTo(row);
    assertThat(users.id(row)).isEqualTo("first");
    assertThat(users.find("nobody")).isEqualTo(-1);
  }

  @Test
  void aRowThatLosesItemsHasANewVersion() {
    UserTable users = new UserTable(4, LENGTH, 64);
    int row = users.findOrAdd("user");
    users.remember(row, 1, 1, 0);
    users.remember(row, 2, 1, 1);
    users.changed(row);
    long before = users.updates(row);

    users.drop(row, item -> item == 3);
    assertThat(users.updates(row)).isEqualTo(before);
    users.drop(row, item -> item == 1);

    assertThat(users.updates(row)).isGreaterThan(before);
    assertThat(history(users, row)).containsExactly(2);
  }

  private static List<Integer> history(UserTable users, int row) {
    List<Integer> history = new ArrayList<>();
    for (int age = 0; age < users.histories().size(row); age++) {
      history.add(users.histories().item(row, age));
    }
    return history;
  }
}
