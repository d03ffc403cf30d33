package io.eddyline.k8s.overlay;

import io.eddyline.schemas.record.Polarity;
import io.eddyline.schemas.record.Signal;
import java.util.SplittableRandom;

/**
 * Seeded signals of users with tastes: each user prefers the items of one of a few groups, and some
 * of the items are much more popular than others.
 *
 * <p>Threading: one thread.
 */
final class RandomSignals {
  private static final int GROUPS = 4;
  private static final double TASTE = 0.8;
  /* Above 1: items of a low number are chosen more often. */
  private static final double SKEW = 1.25;

  private final SplittableRandom random;
  private long timeMs = 1_700_000_000_000L;

  RandomSignals(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /** Ids of users or items by number. */
  record Numbers(String kind, int first, int count) {
    String id(int drawn) {
      return "%s-%d".formatted(kind, first + drawn);
    }
  }

  /** The next signal, of one of these users and items; mostly a positive one. */
  Signal next(Numbers users, Numbers items) {
    Polarity polarity =
        switch (random.nextInt(20)) {
          case 0 -> Polarity.NEGATIVE;
          case 1 -> Polarity.NEUTRAL;
          default -> Polarity.POSITIVE;
        };
    return next(users, items, polarity);
  }

  /** As the other, of a polarity. */
  Signal next(Numbers users, Numbers items, Polarity polarity) {
    int user = random.nextInt(users.count());
    int drawn = (int) (items.count() * Math.pow(random.nextDouble(), SKEW));
    boolean byTaste = random.nextDouble() < TASTE;
    int item = byTaste ? drawn / GROUPS * GROUPS + user % GROUPS : drawn;
    return Signal.newBuilder()
        .setUserId(users.id(user))
        .setItemId(items.id(item))
        .setType("click")
        .setWeight((float) random.nextDouble(0.5, 1.5))
        .setPolarity(polarity)
        .setMarksSeen(polarity != Polarity.NEUTRAL)
        .setEventTimeMs(timeMs++)
        .build();
  }
}
