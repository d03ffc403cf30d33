package io.eddyline.learner.evaluate.report;

import io.eddyline.learner.evaluate.EvaluationReport;
import io.eddyline.learner.evaluate.Forgetting;
import io.eddyline.learner.evaluate.study.HoldoutFindings;
import io.eddyline.learner.evaluate.study.QualityPlan;
import io.eddyline.learner.evaluate.study.SeedSummary;
import io.eddyline.learner.evaluate.study.Variant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** Compares a quality study with what the learner is meant to reach. Stateless; any thread. */
final class QualityBars {
  private static final double AVERAGE_RATIO = 1.1;
  private static final double FAR_ABOVE = 1.25;
  private static final List<String> FAR_BELOW = List.of("bpr", "isgd");

  private QualityBars() {}

  static List<Bar> of(List<DataFindings> findings, List<HoldoutFindings> holdouts) {
    List<Bar> bars = new ArrayList<>();
    bars.add(
        everywhere(
            "NDCG@10 at least that of the best baseline on every data set",
            ratios(findings, DataFindings::ratio)));
    bars.add(average(findings));
    bars.add(
        everywhere(
            "the same in the first fifth, with the baseline that is best there",
            ratios(findings, DataFindings::earlyRatio)));
    bars.add(everywhere("the same where items are held out", HoldoutSection.ratios(holdouts)));
    FAR_BELOW.forEach(model -> bars.add(farAbove(model, findings)));
    bars.add(reference("", findings, DataFindings::ndcg, ReferenceFigures.Reference::ndcg10));
    bars.add(
        reference(
            " in the last fifth",
            findings,
            summary -> summary.last20().ndcg10().mean(),
            ReferenceFigures.Reference::lateNdcg10));
    bars.add(forgetting(findings));
    return bars;
  }

  private static Map<String, Double> ratios(
      List<DataFindings> findings, Function<DataFindings, Optional<Double>> ratio) {
    Map<String, Double> ratios = new LinkedHashMap<>();
    findings.forEach(data -> ratio.apply(data).ifPresent(value -> ratios.put(data.name(), value)));
    return ratios;
  }

  private static Bar everywhere(String aim, Map<String, Double> ratios) {
    if (ratios.isEmpty()) {
      return Bar.notMeasured(aim, "no data set was run with the learner and a baseline");
    }
    List<String> below =
        ratios.entrySet().stream()
            .filter(entry -> entry.getValue() < 1)
            .map(entry -> "%s %s".formatted(entry.getKey(), ratio(entry.getValue())))
            .toList();
    return Bar.of(
        below.isEmpty(),
        aim,
        below.isEmpty()
            ? "on all %d".formatted(ratios.size())
            : "below it on %d of %d: %s"
                .formatted(below.size(), ratios.size(), String.join(", ", below)));
  }

  private static Bar average(List<DataFindings> findings) {
    String aim = "10 % better than the best baseline on average";
    List<DataFindings> compared = compared(findings);
    if (compared.isEmpty()) {
      return Bar.notMeasured(aim, "no data set was run with the learner and a baseline");
    }
    double mean =
        compared.stream().mapToDouble(data -> data.ratio().orElseThrow()).average().orElseThrow();
    return Bar.of(
        mean >= AVERAGE_RATIO,
        aim,
        "mean of the ratios %s over %d data sets".formatted(ratio(mean), compared.size()));
  }

  private static Bar farAbove(String model, List<DataFindings> findings) {
    String aim = "far above %s: by a quarter or more on every data set".formatted(model);
    List<DataFindings> compared =
        findings.stream().filter(data -> data.ratioTo(model).isPresent()).toList();
    if (compared.isEmpty()) {
      return Bar.notMeasured(aim, model + " was not run beside the learner");
    }
    return Bar.of(
        compared.stream().allMatch(data -> data.ratioTo(model).orElseThrow() >= FAR_ABOVE),
        aim,
        compared.stream()
            .map(data -> "%s %s".formatted(data.name(), ratio(data.ratioTo(model).orElseThrow())))
            .collect(Collectors.joining(", ")));
  }

  private static Bar reference(
      String when,
      List<DataFindings> findings,
      ToDoubleFunction<SeedSummary> figure,
      ToDoubleFunction<ReferenceFigures.Reference> theirs) {
    String aim =
        "at least the figures of the prototype%s, two replays (%.0f %% below is still equal)"
            .formatted(when, 100 * ReferenceFigures.TOLERANCE);
    boolean met = true;
    List<String> ratios = new ArrayList<>();
    for (DataFindings data : findings) {
      Optional<ReferenceFigures.Reference> reference = ReferenceFigures.of(data.name());
      SeedSummary ours = data.learner().get(QualityPlan.REFERENCE);
      if (reference.isPresent() && ours != null) {
        double ratio = figure.applyAsDouble(ours) / theirs.applyAsDouble(reference.get());
        met &= ratio >= 1 - ReferenceFigures.TOLERANCE;
        ratios.add("%s %s".formatted(data.name(), ratio(ratio)));
      }
    }
    return ratios.isEmpty()
        ? Bar.notMeasured(aim, "no data set that the prototype was run on")
        : Bar.of(met, aim, String.join(", ", ratios));
  }

  private static Bar forgetting(List<DataFindings> findings) {
    String aim = "less forgotten than without the memory of negatives and replay";
    boolean met = true;
    List<String> pairs = new ArrayList<>();
    for (DataFindings data : findings) {
      Optional<Double> with = atEnd(data, QualityPlan.DEFAULT);
      Optional<Double> without = atEnd(data, QualityPlan.NO_MEMORY);
      if (with.isPresent() && without.isPresent()) {
        met &= with.get() > without.get();
        pairs.add(
            String.format(
                Locale.ROOT, "%s %.4f against %.4f", data.name(), with.get(), without.get()));
      }
    }
    return pairs.isEmpty()
        ? Bar.notMeasured(aim, "the learner was not run")
        : Bar.of(met, aim, "NDCG@10 of the first tenth at the end: " + String.join(", ", pairs));
  }

  private static Optional<Double> atEnd(DataFindings data, Variant variant) {
    SeedSummary summary = data.learner().get(variant);
    if (summary == null) {
      return Optional.empty();
    }
    var mean =
        summary.runs().stream()
            .map(EvaluationReport::forgetting)
            .filter(Objects::nonNull)
            .map(Forgetting::end)
            .mapToDouble(quality -> quality.ndcg10())
            .average();
    return mean.isPresent() ? Optional.of(mean.getAsDouble()) : Optional.empty();
  }

  private static List<DataFindings> compared(List<DataFindings> findings) {
    return findings.stream().filter(data -> data.ratio().isPresent()).toList();
  }

  private static String ratio(double value) {
    return String.format(Locale.ROOT, "%.3f", value);
  }
}
