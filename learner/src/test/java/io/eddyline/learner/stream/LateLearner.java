package io.eddyline.learner.stream;

import io.eddyline.learner.kernel.Generator;
import io.eddyline.learner.table.FirstVector;
import io.eddyline.learner.table.ItemReplica;
import io.eddyline.learner.table.ItemTable;
import io.eddyline.learner.table.PopularityDecay;
import io.eddyline.learner.table.ReplicaFeed;
import io.eddyline.learner.table.UserTable;
import io.eddyline.learner.train.ItemSide;
import io.eddyline.learner.train.ItemUpdateSink;
import io.eddyline.learner.train.LearnerSettings;
import io.eddyline.learner.train.Polarity;
import io.eddyline.learner.train.RowSettings;
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
    PopularityDecay decay = settings.popularityDecay(1);
    RowSettings rows = settings.rows();
    users =
        new UserTable(
            settings.dimension(),
            settings.historyLength(),
            settings.seenLimit(),
            rows.expireUsersAfterEvents());
    long expireAfter = rows.expireAfterEvents();
    items = new ItemTable(first, decay, expireAfter, settings.neighbours().lists());
    int neighbours = settings.neighbours().length();
    replica = new ItemReplica(first, decay, 1, id -> 0, expireAfter, neighbours);
    itemSide = new ItemSide(settings, items, new ReplicaFeed(items, replica, 0, 1), itemDraws);
    userSide = new UserSide(settings, users, replica, new HoldingSink(), userDraws);
  }

  void learn(Signal signal) {
    int user = userSide.admitUser(signal.getUserId());
    int item = userSide.admitItem(signal.getItemId());
    Polarity polarity = Polarity.valueOf(signal.getPolarity().name());
    float weight = signal.getWeight();
    if (polarity == Polarity.POSITIVE && signal.getIsRating()) {
      weight = userSide.weigh(user, signal.getValue(), weight);
      polarity = weight < 0 ? Polarity.NEGATIVE : Polarity.POSITIVE;
    }
    if (user >= 0 && item >= 0) {
      boolean marksSeen = signal.getMarksSeen();
      long timeMs = signal.getEventTimeMs();
      userSide.train(user, item, Math.abs(weight), polarity, marksSeen, timeMs);
    } else {
      userSide.sight(user, signal.getItemId(), polarity);
    }
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
      String id = replica.id(item);
      String userId = users.id(user);
      float[] key = userKey.clone();
      int[] seenItems = Arrays.copyOf(seen, seenCount);
      held.add(
          () -> {
            int row = live ? itemSide.admit(id) : itemSide.find(id);
            if (row >= 0) {
              itemSide.pair(row, userId, weight, key, seenItems, seenCount, live);
            }
          });
    }

    @Override
    public void visited(int item, float weight, int[] previous, int count) {
      String id = replica.id(item);
      String[] previousIds = new String[count];
      for (int k = 0; k < count; k++) {
        previousIds[k] = replica.id(previous[k]);
      }
      held.add(
          () -> {
            int row = itemSide.find(id);
            if (row >= 0) {
              itemSide.visited(row, previousIds, count, weight);
            }
          });
    }

    @Override
    public void count(int item) {
      sighted(replica.id(item));
    }

    @Override
    public void sighted(String itemId) {
      held.add(
          () -> {
            int row = itemSide.admit(itemId);
            if (row >= 0) {
              itemSide.count(row);
            }
          });
    }

    @Override
    public void follow(
        float[] gradient, float weight, int[] history, float[] coefficients, int count) {
      float[] step = gradient.clone();
      String[] followed = new String[count];
      for (int k = 0; k < count; k++) {
        followed[k] = replica.id(history[k]);
      }
      float[] factors = Arrays.copyOf(coefficients, count);
      held.add(
          () -> {
            for (int k = 0; k < count; k++) {
              int row = itemSide.find(followed[k]);
              if (row >= 0) {
                itemSide.follow(row, step, factors[k], weight);
              }
            }
          });
    }
  }
}
