package io.eddyline.learner.evaluate;

import io.eddyline.learner.evaluate.model.StreamShape;
import io.eddyline.learner.evaluate.model.UserItems;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import org.agrona.collections.Object2IntHashMap;

/**
 * A stream of events in columns, in time order. Users and items are numbered from 0 in the order of
 * their first event, so the items of the first n events are [0, m).
 *
 * <p>Threading: immutable.
 */
public final class EvaluationEvents {
  private final int[] users;
  private final int[] items;
  private final long[] timesMs;
  private final float[] weights;
  private final List<String> userIds;
  private final List<String> itemIds;

  private EvaluationEvents(
      int[] users,
      int[] items,
      long[] timesMs,
      float[] weights,
      List<String> userIds,
      List<String> itemIds) {
    this.users = users;
    this.items = items;
    this.timesMs = timesMs;
    this.weights = weights;
    this.userIds = userIds;
    this.itemIds = itemIds;
  }

  public int count() {
    return users.length;
  }

  public int user(int event) {
    return users[event];
  }

  public int item(int event) {
    return items[event];
  }

  public long timeMs(int event) {
    return timesMs[event];
  }

  /** 1 unless weights are on; negative for negative feedback. */
  public float weight(int event) {
    return weights[event];
  }

  public int userCount() {
    return userIds.size();
  }

  public int itemCount() {
    return itemIds.size();
  }

  public String userId(int user) {
    return userIds.get(user);
  }

  public String itemId(int item) {
    return itemIds.get(item);
  }

  /**
   * The events without some of them, numbered anew.
   *
   * @param isLeftOut by event
   */
  EvaluationEvents without(BitSet isLeftOut) {
    int kept = count() - isLeftOut.cardinality();
    int[] keptUsers = new int[kept];
    int[] keptItems = new int[kept];
    long[] keptTimesMs = new long[kept];
    float[] keptWeights = new float[kept];
    Numbering userNumbers = new Numbering();
    Numbering itemNumbers = new Numbering();
    int at = 0;
    for (int event = 0; event < count(); event++) {
      if (!isLeftOut.get(event)) {
        keptUsers[at] = userNumbers.of(userId(users[event]));
        keptItems[at] = itemNumbers.of(itemId(items[event]));
        keptTimesMs[at] = timesMs[event];
        keptWeights[at++] = weights[event];
      }
    }
    return new EvaluationEvents(
        keptUsers, keptItems, keptTimesMs, keptWeights, userNumbers.ids, itemNumbers.ids);
  }

  /**
   * What a model may know of the stream.
   *
   * @param passes how often it comes
   */
  StreamShape shape(UserItems userItems, int passes) {
    return new StreamShape(
        userCount(), itemCount(), (long) passes * count(), userItems, this::userId, this::itemId);
  }

  /**
   * Collects events in any order.
   *
   * <p>Threading: one thread.
   */
  public static final class Builder {
    private record Row(String user, String item, long timeMs, double value) {}

    private final List<Row> rows = new ArrayList<>();
    private ValueWeights weights = ValueWeights.NONE;

    public Builder add(String user, String item, long timeMs) {
      return add(user, item, timeMs, Double.NaN);
    }

    /**
     * Adds an event.
     *
     * @param value a rating or a quantity; not a number if there is none
     */
    public Builder add(String user, String item, long timeMs, double value) {
      rows.add(new Row(user, item, timeMs, value));
      return this;
    }

    /** What becomes of the values. */
    public Builder weights(ValueWeights rule) {
      weights = rule;
      return this;
    }

    /** The events by time, ties in the order of adding. */
    public EvaluationEvents build() {
      List<Row> sorted = new ArrayList<>(rows);
      sorted.sort(Comparator.comparingLong(Row::timeMs));
      int count = sorted.size();
      int[] users = new int[count];
      int[] items = new int[count];
      long[] timesMs = new long[count];
      double[] values = new double[count];
      Numbering userNumbers = new Numbering();
      Numbering itemNumbers = new Numbering();
      for (int event = 0; event < count; event++) {
        Row row = sorted.get(event);
        users[event] = userNumbers.of(row.user());
        items[event] = itemNumbers.of(row.item());
        timesMs[event] = row.timeMs();
        values[event] = row.value();
      }
      return new EvaluationEvents(
          users,
          items,
          timesMs,
          weights.of(users, values, userNumbers.ids.size()),
          userNumbers.ids,
          itemNumbers.ids);
    }
  }

  private static final class Numbering {
    private static final int MISSING = -1;

    private final Object2IntHashMap<String> numbers = new Object2IntHashMap<>(MISSING);
    private final List<String> ids = new ArrayList<>();

    private int of(String id) {
      int known = numbers.getValue(id);
      if (known != MISSING) {
        return known;
      }
      numbers.put(id, ids.size());
      ids.add(id);
      return ids.size() - 1;
    }
  }
}
