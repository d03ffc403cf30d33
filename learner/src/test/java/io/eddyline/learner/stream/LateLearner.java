package io.eddyline.learner.stream;

import io.eddyline.learner.kernel.Generator;
import io.eddyline.learner.table.FirstVector;
import io.eddyline.learner.table.ItemReplica;
import io.eddyline.learner.table.ItemTable;
import io.eddyline.learner.table.ReplicaFeed;
import io.eddyline.learner.table.UserTable;
import io.eddyline.learner.train.ItemSide;
import io.eddyline.learner.train.ItemUpdateSink;
import io.eddyline.learner.train.LearnerSettings;
import io.eddyline.learner.train.Polarity;
import io.eddyline.learner.train.UserSide;
import io.eddyline.schemas.record.Signal;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;

/** Both sides without Kafka; the item side learns in order, once the event is over. */
final class LateLearner {
  final UserTable users;
  final ItemTable items;
  final ItemReplica replica;
  private final UserSide userSide;
  private final ItemSide itemSide;
  private final Queue<Runnable> held = new ArrayDeque<>();

  LateLearner(LearnerSettings settings, Generator userDraws, Generator itemDraws) {
    FirstVector first = new FirstVector(settings.seed(), settings.dimension());
    double halfLife = settings.popularityHalfLife();
    users = new UserTable(settings.dimension(), settings.historyLength(), settings.seenLimit());
    items = new ItemTable(first, halfLife, 1);
    replica = new ItemReplica(first, halfLife, 1, id -> 0);
    itemSide = new ItemSide(settings, items, new ReplicaFeed(items, replica, 0, 1), itemDraws);
    userSide = new UserSide(settings, users, replica, new HoldingSink(), userDraws);
  }

  void learn(Signal signal) {
    int user = users.findOrAdd(signal.getUserId());
    Polarity polarity = Polarity.valueOf(signal.getPolarity().name());
    float weight = signal.getWeight();
    if (polarity == Polarity.POSITIVE && signal.getIsRating()) {
      weight = userSide.weigh(user, signal.getValue(), weight);
      polarity = weight < 0 ? Polarity.NEGATIVE : Polarity.POSITIVE;
    }
    userSide.train(
        user,
        replica.ordinalOf(signal.getItemId()),
        Math.abs(weight),
        polarity,
        signal.getMarksSeen(),
        signal.getEventTimeMs());
    while (!held.isEmpty()) {
      held.remove().run();
    }
  }

  /** Copies what it gets, as a message does. */
  private final class HoldingSink implements ItemUpdateSink {
    @Override
    public void pair(
        int item,
        int user,
        float weight,
        float[] userKey,
        int[] seen,
        int seenCount,
        boolean live) {
      float[] key = userKey.clone();
      int[] seenItems = Arrays.copyOf(seen, seenCount);
      held.add(
          () -> itemSide.pair(row(item), users.id(user), weight, key, seenItems, seenCount, live));
    }

    @Override
    public void count(int item) {
      held.add(() -> itemSide.count(row(item)));
    }

    @Override
    public void follow(
        float[] gradient, float weight, int[] history, float[] coefficients, int count) {
      float[] step = gradient.clone();
      int[] followed = Arrays.copyOf(history, count);
      float[] factors = Arrays.copyOf(coefficients, count);
      held.add(
          () -> {
            for (int k = 0; k < count; k++) {
              itemSide.follow(row(followed[k]), step, factors[k], weight);
            }
          });
    }

    private int row(int item) {
      return items.findOrAdd(replica.id(item));
    }
  }
}
