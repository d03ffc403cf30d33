package io.eddyline.learner.evaluate.report;

import io.eddyline.learner.evaluate.study.QualityPlan;
import io.eddyline.learner.evaluate.study.SeedSummary;
import io.eddyline.learner.evaluate.study.StudyData;
import io.eddyline.learner.evaluate.study.StudyResults;
import io.eddyline.learner.evaluate.study.Variant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The quality study on one data set.
 *
 * @param name of the data
 * @param wholeEvents about how many events its file has if it has more than were used, or 0
 * @param learner by its variant; empty if the learner was not run
 * @param baselines by variant
 */
record DataFindings(
    String name,
    int wholeEvents,
    Map<Variant, SeedSummary> learner,
    Map<Variant, SeedSummary> baselines) {

  static DataFindings of(StudyData data, QualityPlan plan, StudyResults results) {
    Map<Variant, SeedSummary> learner = new LinkedHashMap<>();
    Map<Variant, SeedSummary> baselines = new LinkedHashMap<>();
    plan.learner().forEach(variant -> learner.put(variant, results.of(data, variant)));
    plan.baselines().forEach(variant -> baselines.put(variant, results.of(data, variant)));
    return new DataFindings(data.name(), wholeEvents(data, learner, baselines), learner, baselines);
  }

  /* A file with fewer events than were asked for was read to its end. */
  private static int wholeEvents(
      StudyData data, Map<Variant, SeedSummary> learner, Map<Variant, SeedSummary> baselines) {
    return Stream.concat(learner.values().stream(), baselines.values().stream())
        .findFirst()
        .filter(any -> any.first().events() >= data.expectedEvents())
        .map(any -> data.wholeEvents())
        .orElse(0);
  }

  /** The learner with its default settings. */
  Optional<SeedSummary> ours() {
    return Optional.ofNullable(learner.get(QualityPlan.DEFAULT));
  }

  /** The baseline with the highest NDCG@10 of the whole. */
  Optional<Map.Entry<Variant, SeedSummary>> best() {
    return baselines.entrySet().stream().max(Comparator.comparingDouble(e -> ndcg(e.getValue())));
  }

  /** Our NDCG@10 of the whole over that of the best baseline; empty if either is missing. */
  Optional<Double> ratio() {
    return ours().flatMap(us -> best().map(best -> ndcg(us) / ndcg(best.getValue())));
  }

  /** The same of the first fifth, against the baseline that is best there. */
  Optional<Double> earlyRatio() {
    var best =
        baselines.values().stream().mapToDouble(summary -> summary.first20().ndcg10().mean()).max();
    return ours()
        .filter(us -> best.orElse(0) > 0)
        .map(us -> us.first20().ndcg10().mean() / best.getAsDouble());
  }

  /** Our NDCG@10 of the whole over the better variant of one baseline model. */
  Optional<Double> ratioTo(String model) {
    return ours()
        .flatMap(
            us -> Optional.ofNullable(better().get(model)).map(other -> ndcg(us) / ndcg(other)));
  }

  /** The better variant of each baseline model. */
  Map<String, SeedSummary> better() {
    Map<String, SeedSummary> better = new LinkedHashMap<>();
    baselines.forEach(
        (variant, summary) ->
            better.merge(variant.model(), summary, (a, b) -> ndcg(b) > ndcg(a) ? b : a));
    return better;
  }

  /** Our default settings first, then the better variant of each baseline. */
  Map<String, SeedSummary> contenders() {
    Map<String, SeedSummary> contenders = new LinkedHashMap<>();
    ours().ifPresent(us -> contenders.put(QualityPlan.DEFAULT.name(), us));
    contenders.putAll(better());
    return contenders;
  }

  static double ndcg(SeedSummary summary) {
    return summary.whole().ndcg10().mean();
  }
}
