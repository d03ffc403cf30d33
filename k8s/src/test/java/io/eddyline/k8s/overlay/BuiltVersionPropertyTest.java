package io.eddyline.k8s.overlay;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.eddyline.learner.train.LearnerSettings;
import io.eddyline.schemas.config.RecordSettings;
import io.eddyline.serving.model.ItemRows;
import io.eddyline.serving.model.LoadedModel;
import io.eddyline.serving.overlay.CurrentModel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A version with the rows that changed since laid over it answers as the version that the builder
 * makes of the same log: the learner's topology writes it, the builder reads all of it, serving's
 * feed what the earlier version does not hold.
 *
 * <p>What may differ is what decision 37 says. Of that, if an unchanged list names an item that had
 * no row in the earlier version, that item and the one whose list it is are compared without their
 * affinities. What a user forgot is passed over: items whose row went and came back, and users of
 * whose history one did. That no item has more neighbours than a version holds, and that no weight
 * is tuned, is seen to by the settings.
 */
class BuiltVersionPropertyTest {
  /* The agent rests 49 times as long as a piece of the decay took, by the clock on the wall. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int NEIGHBOURS = 64;
  private static final int TOP = 10;

  /* Some dozens of floats in another order, the sums below 30: their last bits are 2e-6. */
  private static final double ROUNDING = 5e-5;

  /* Counts of a version have 11 bits, and an affinity is the root of two counts. */
  private static final double ROUNDED_COUNTS = 0x1p-12;

  @TempDir Path folder;

  private static LearnerSettings settings(long seed, int neighbours) {
    Map<String, String> settings = new HashMap<>();
    settings.put("seed", Long.toString(seed));
    settings.put("dimension", "16");
    settings.put("negatives", "16");
    settings.put("item-queue", "256");
    settings.put("user-queue", "64");
    settings.put("popularity-half-life", "400");
    settings.put("trend-half-life", "80");
    settings.put("score.trend-weight", "0.7");
    settings.put("score.tune-prior", "false");
    settings.put("score.tune-trend", "false");
    settings.put("score.tune-last-item", "false");
    settings.put("score.tune-neighbours", "false");
    settings.put("neighbours.length", Integer.toString(neighbours));
    settings.put("neighbours.reach", "3");
    settings.put("rows.expire-after-events", "330");
    settings.put("rows.expire-users-after-events", "150");
    return RecordSettings.bind(LearnerSettings.class, settings);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void scoresAreThoseOfAVersionOfNow(long seed) throws Exception {
    try (LearntMoment moment = new LearntMoment(settings(seed, NEIGHBOURS), seed, folder)) {
      requireShortLists(moment.earlier().model());
      requireShortLists(moment.now().model());
      compare(moment, "seed " + seed);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {4, 5})
  void withoutNeighboursTheListsAreThoseOfAVersionOfNow(long seed) throws Exception {
    try (LearntMoment moment = new LearntMoment(settings(seed, 0), seed, folder)) {
      compare(moment, "seed " + seed);
    }
  }

  private static void compare(LearntMoment moment, String seed) {
    Set<String> laid = moment.changedItems();
    requireEverything(moment, laid, seed);
    awaitDecay(moment, laid, seed);
    Set<String> inexact = namingAbsentOnes(moment, laid);
    assertThat(inexact)
        .as("%s: items compared without affinities", seed)
        .hasSizeLessThan(moment.now().model().items().count() / 4);
    CurrentModel overlaid = moment.earlier().current();
    CurrentModel built = moment.now().current();
    int compared = 0;
    for (String user : LearntMoment.users()) {
      String where = seed + ", " + user;
      Answer expected = Answer.of(built, user);
      Answer answer = Answer.of(overlaid, user);
      assertThat(without(moment.removedItems(), answer.history()))
          .as("%s: history", where)
          .isEqualTo(without(moment.removedItems(), expected.history()));
      if (!answer.history().equals(expected.history())) {
        continue;
      }
      requireSameItems(moment, answer, expected, where);
      answer.scores().keySet().forEach(item -> requireSame(item, inexact, answer, expected, where));
      assertThat(List.copyOf(Answer.scores(overlaid, user, TOP).entrySet()))
          .as("%s: first of the whole list", where)
          .isEqualTo(List.copyOf(answer.scores().entrySet()).subList(0, TOP));
      compared++;
    }
    assertThat(compared).as("%s: users", seed).isGreaterThan(LearntMoment.users().size() / 2);
  }

  private static List<String> without(Set<String> removed, List<String> items) {
    return items.stream().filter(item -> !removed.contains(item)).toList();
  }

  /** The same items, but for what the user forgot since the version was made. */
  private static void requireSameItems(
      LearntMoment moment, Answer answer, Answer expected, String where) {
    List<String> items = new ArrayList<>(expected.scores().keySet());
    items.removeIf(
        item -> moment.removedItems().contains(item) && !answer.scores().containsKey(item));
    assertThat(answer.scores().keySet())
        .as("%s: items", where)
        .containsExactlyInAnyOrderElementsOf(items);
  }

  private static void requireSame(
      String item, Set<String> inexact, Answer answer, Answer expected, String where) {
    boolean isExact = !inexact.contains(item);
    double affinity = expected.affinity(item);
    double score = answer.score(item) - (isExact ? 0 : answer.affinity(item) - affinity);
    assertThat(score)
        .as("%s: score of %s, exact %s, affinity %.4f", where, item, isExact, affinity)
        .isCloseTo(expected.score(item), within(ROUNDING + ROUNDED_COUNTS * Math.abs(affinity)));
  }

  /** There is something of every kind to compare. */
  private static void requireEverything(LearntMoment moment, Set<String> laid, String seed) {
    LoadedModel earlier = moment.earlier().model();
    LoadedModel now = moment.now().model();
    Map<String, AtomicInteger> kinds = new HashMap<>();
    for (int row = 0; row < earlier.items().count(); row++) {
      String id = earlier.items().id(row);
      boolean stays = now.items().row(id) != ItemRows.MISSING;
      count(kinds, !stays ? "removed item" : laid.contains(id) ? "laid item" : "own item");
    }
    for (int row = 0; row < now.items().count(); row++) {
      String id = now.items().id(row);
      if (earlier.items().row(id) == ItemRows.MISSING) {
        count(kinds, moment.removedItems().contains(id) ? "item that came back" : "new item");
      }
    }
    for (String user : LearntMoment.users()) {
      boolean was = earlier.users().row(user) > 0;
      boolean is = now.users().row(user) > 0;
      count(kinds, was == is ? "user" : was ? "removed user" : "new user");
    }
    assertThat(kinds)
        .as(seed)
        .containsKeys(
            "own item", "laid item", "removed item", "new item", "removed user", "new user");
    assertThat(
            requireNonNull(earlier.manifest().halfLives(), "half-lives")
                .popularityLeft(moment.pairsBetween()))
        .as("%s: share left of popularities", seed)
        .isLessThan(0.7);
  }

  private static void count(Map<String, AtomicInteger> kinds, String kind) {
    kinds.computeIfAbsent(kind, _ -> new AtomicInteger()).incrementAndGet();
  }

  /** No item has more neighbours, in both directions, than a version holds. */
  private static void requireShortLists(LoadedModel model) {
    for (int row = 0; row < model.items().count(); row++) {
      AtomicInteger neighbours = new AtomicInteger();
      model.tables().forEachNeighbour(row, (_, _, _) -> neighbours.incrementAndGet());
      assertThat(neighbours).as(model.items().id(row)).hasValueLessThan(NEIGHBOURS);
    }
  }

  /** Unchanged items whose list names an item without a row in the earlier version, and these. */
  private static Set<String> namingAbsentOnes(LearntMoment moment, Set<String> laid) {
    ItemRows earlier = moment.earlier().model().items();
    LoadedModel now = moment.now().model();
    Set<String> found = new TreeSet<>();
    for (int row = 0; row < now.items().count(); row++) {
      String id = now.items().id(row);
      if (!laid.contains(id)) {
        now.tables()
            .forEachNeighbour(
                row,
                (neighbour, _, count) -> {
                  String named = now.items().id(neighbour);
                  if (count > 0 && earlier.row(named) == ItemRows.MISSING) {
                    found.add(named);
                    found.add(id);
                  }
                });
      }
    }
    return found;
  }

  /** Waits until the feed's agent has brought the priors of what is not laid to now. */
  private static void awaitDecay(LearntMoment moment, Set<String> laid, String seed) {
    ItemRows earlier = moment.earlier().model().items();
    ItemRows now = moment.now().model().items();
    await(seed)
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              for (int row = 0; row < earlier.count(); row++) {
                String id = earlier.id(row);
                if (!laid.contains(id)) {
                  assertThat((double) earlier.priors().prior(row))
                      .as("%s: prior of %s", seed, id)
                      .isCloseTo(now.priors().prior(now.row(id)), within(ROUNDING));
                }
              }
            });
  }
}
