package io.eddyline.learner.evaluate;

import io.eddyline.learner.evaluate.model.UserItems;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The entry point to the protocols of published tables. Stateless. */
public final class HoldoutEvaluation {
  private static final int MOST_PASSES = 1000;

  private HoldoutEvaluation() {}

  /**
   * Learns the training events and ranks what was held out.
   *
   * @param model one of {@link Evaluation#models}
   * @param name of the data, for the report
   * @param protocol how the data was divided: leave-last-out or split
   * @param passes over the training events, 1 to 1000
   * @param overrides as in {@link Evaluation#run}
   * @throws IllegalArgumentException if model or a setting is unknown or out of range
   */
  public static HoldoutReport run(
      String model,
      String name,
      Protocol protocol,
      HoldoutData data,
      int passes,
      Map<String, String> overrides,
      Progress progress) {
    if (passes < 1 || passes > MOST_PASSES) {
      throw new IllegalArgumentException(
          "passes %d: expected 1 to %d".formatted(passes, MOST_PASSES));
    }
    EvaluationEvents events = data.training();
    UserItems userItems = new UserItems(events.userCount());
    Entrant entrant = Entrant.of(model, events.shape(userItems, passes), overrides);
    Holdout run = new Holdout(data, entrant, userItems, passes, protocol.listLength());
    run.run(progress);
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.put(protocol.hitMetric(), run.recall());
    metrics.put(protocol.gainMetric(), run.ndcg());
    return new HoldoutReport(
        model,
        name,
        protocol.label(),
        entrant.settings(),
        events.count(),
        passes,
        data.userCount(),
        data.targetCount(),
        data.unknownTargetCount(),
        metrics,
        differences(protocol, passes),
        run.trainUsPerEvent());
  }

  private static List<String> differences(Protocol protocol, int passes) {
    List<String> sentences = new ArrayList<>();
    sentences.add(
        "%s in stream order; published models take many epochs and stop by a validation set"
            .formatted(passes == 1 ? "One pass" : passes + " passes"));
    sentences.add(
        "settings are the defaults of all data; published models are tuned on each data set");
    sentences.add("an item that is not in the training is a miss and no candidate");
    if (protocol == Protocol.LEAVE_LAST_OUT) {
      sentences.add(
          "the last item but one is trained as well; published models keep it for validation and"
              + " at most show it as history");
    } else {
      sentences.add("the order of the training, which the data does not have, is a fixed shuffle");
    }
    return List.copyOf(sentences);
  }
}
