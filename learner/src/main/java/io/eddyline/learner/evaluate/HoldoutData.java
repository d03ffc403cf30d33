package io.eddyline.learner.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Events to learn, and for some users the items that a model is asked for afterwards.
 *
 * <p>Threading: immutable.
 */
public final class HoldoutData {
  /** Number of a user or an item that is not in the training. */
  static final int UNKNOWN = -1;

  private static final int LEAST_EVENTS = 3;

  /**
   * What one user is tested with.
   *
   * @param user number in the training, or {@link #UNKNOWN}
   * @param items numbers in the training, or {@link #UNKNOWN}
   */
  @SuppressWarnings("ArrayRecordComponent") // read, never compared nor changed
  record Question(int user, int[] items) {}

  private final EvaluationEvents training;
  private final List<Question> questions;

  private HoldoutData(EvaluationEvents training, List<Question> questions) {
    this.training = training;
    this.questions = questions;
  }

  /**
   * Holds each user's last event out, if there are three at least; the others are trained whole, as
   * SASRec does (Kang, McAuley 2018).
   */
  public static HoldoutData leaveLastOut(EvaluationEvents all) {
    int[] counts = new int[all.userCount()];
    int[] last = new int[all.userCount()];
    for (int event = 0; event < all.count(); event++) {
      counts[all.user(event)]++;
      last[all.user(event)] = event;
    }
    BitSet heldOut = new BitSet(all.count());
    Map<String, List<String>> items = new LinkedHashMap<>();
    for (int user = 0; user < all.userCount(); user++) {
      if (counts[user] >= LEAST_EVENTS) {
        heldOut.set(last[user]);
        items.put(all.userId(user), List.of(all.itemId(all.item(last[user]))));
      }
    }
    return of(all.without(heldOut), items);
  }

  /** Takes training and test as they are given. */
  public static HoldoutData split(EvaluationEvents training, EvaluationEvents test) {
    Map<String, List<String>> items = new LinkedHashMap<>();
    for (int event = 0; event < test.count(); event++) {
      items
          .computeIfAbsent(test.userId(test.user(event)), user -> new ArrayList<>())
          .add(test.itemId(test.item(event)));
    }
    return of(training, items);
  }

  private static HoldoutData of(EvaluationEvents training, Map<String, List<String>> items) {
    Map<String, Integer> userNumbers = new HashMap<>();
    for (int user = 0; user < training.userCount(); user++) {
      userNumbers.put(training.userId(user), user);
    }
    Map<String, Integer> itemNumbers = new HashMap<>();
    for (int item = 0; item < training.itemCount(); item++) {
      itemNumbers.put(training.itemId(item), item);
    }
    List<Question> questions = new ArrayList<>();
    items.forEach(
        (user, ids) ->
            questions.add(
                new Question(
                    userNumbers.getOrDefault(user, UNKNOWN),
                    ids.stream()
                        .distinct()
                        .mapToInt(id -> itemNumbers.getOrDefault(id, UNKNOWN))
                        .toArray())));
    return new HoldoutData(training, List.copyOf(questions));
  }

  /** What is learnt. */
  public EvaluationEvents training() {
    return training;
  }

  /** What is asked, by user. */
  List<Question> questions() {
    return questions;
  }

  /** Users that are tested. */
  public int userCount() {
    return questions.size();
  }

  /** Items that are asked for, over all users. */
  public long targetCount() {
    return questions.stream().mapToLong(question -> question.items().length).sum();
  }

  /** Those of them that the training does not have. */
  public long unknownTargetCount() {
    return questions.stream()
        .flatMapToInt(question -> Arrays.stream(question.items()))
        .filter(item -> item == UNKNOWN)
        .count();
  }
}
