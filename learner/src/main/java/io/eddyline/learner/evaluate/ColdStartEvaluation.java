package io.eddyline.learner.evaluate;

import io.eddyline.learner.train.LearnerSettings;
import io.eddyline.learner.train.LocalLearner;
import io.eddyline.learner.train.Polarity;
import io.eddyline.schemas.config.RecordSettings;
import io.eddyline.schemas.snapshot.Scoring;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * Ranks every new item at its first event among the items seen so far, for the user of that event,
 * by {@code cos(q(u), e_i)} alone: popularity would only say that it is new. The prequential
 * protocol counts these events as misses; this is the figure beside it.
 *
 * <p>An item's attributes become known right before its first event. Users without history are left
 * out, and so are items whose first event is negative feedback. Stateless.
 */
public final class ColdStartEvaluation {
  private static final double TOP = 0.1;

  private ColdStartEvaluation() {}

  /**
   * Runs the stream with the attributes, with the same attributes dealt out to other items, and
   * without any.
   *
   * @param attributes as for {@link #run}
   * @param overrides settings of the learner; its seed also deals the attributes out
   * @throws IllegalArgumentException if a setting is unknown or out of range
   */
  public static ColdStartComparison compare(
      EvaluationEvents events, Map<String, Set<String>> attributes, Map<String, String> overrides) {
    LearnerSettings settings = RecordSettings.bind(LearnerSettings.class, overrides);
    return new ColdStartComparison(
        run(events, attributes, settings),
        run(events, shuffled(attributes, settings.seed()), settings),
        run(events, Map.of(), settings));
  }

  /* The same items and the same values, by a random permutation of the items in order of their ids. */
  static Map<String, Set<String>> shuffled(Map<String, Set<String>> attributes, long seed) {
    List<String> items = attributes.keySet().stream().sorted().toList();
    List<String> givers = new ArrayList<>(items);
    Collections.shuffle(givers, new Random(seed));
    Map<String, Set<String>> dealt = new HashMap<>();
    for (int item = 0; item < items.size(); item++) {
      dealt.put(items.get(item), attributes.getOrDefault(givers.get(item), Set.of()));
    }
    return dealt;
  }

  /**
   * Runs the whole stream through the learner.
   *
   * @param attributes values of items by id, see {@link
   *     io.eddyline.learner.coldstart.AttributeValues}; an item that is missing has none
   */
  public static ColdStartReport run(
      EvaluationEvents events, Map<String, Set<String>> attributes, LearnerSettings settings) {
    settings.rows().requireUnbounded();
    LocalLearner learner = new LocalLearner(settings);
    Scoring cosine = settings.scoring().tuned(0, 0, (float) settings.lastItemWeight(), 0);
    float[] scores = new float[events.itemCount()];
    int items = 0;
    double percentiles = 0;
    int top = 0;
    for (int event = 0; event < events.count(); event++) {
      int user = learner.user(events.userId(events.user(event)));
      String itemId = events.itemId(events.item(event));
      int known = learner.replica().size();
      if (events.item(event) == known) {
        Set<String> values = attributes.getOrDefault(itemId, Set.of());
        learner.describe(itemId, values);
        if (known > 0
            && events.weight(event) > 0
            && learner.ranker().score(user, known + 1, cosine, scores)) {
          double percentile = better(scores, known) / known;
          items++;
          percentiles += percentile;
          top += percentile < TOP ? 1 : 0;
        }
      }
      int item = learner.item(itemId);
      float weight = events.weight(event);
      Polarity polarity = weight < 0 ? Polarity.NEGATIVE : Polarity.POSITIVE;
      learner.train(user, item, Math.abs(weight), polarity, true, events.timeMs(event));
    }
    int ranked = Math.max(1, items);
    return new ColdStartReport(items, percentiles / ranked, (double) top / ranked);
  }

  /* Items of [0, item) that score above the item, ties half. */
  private static double better(float[] scores, int item) {
    double better = 0;
    for (int other = 0; other < item; other++) {
      better += scores[other] > scores[item] ? 1 : scores[other] == scores[item] ? 0.5 : 0;
    }
    return better;
  }
}
