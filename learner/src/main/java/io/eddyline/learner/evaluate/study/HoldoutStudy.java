package io.eddyline.learner.evaluate.study;

import io.eddyline.learner.evaluate.HoldoutData;
import io.eddyline.learner.evaluate.HoldoutEvaluation;
import io.eddyline.learner.evaluate.HoldoutReport;
import io.eddyline.learner.evaluate.study.StudyProgress.Position;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs variants over data sets with held-out items: one pass, one seed, each run kept as soon as it
 * is done.
 *
 * <p>Threading: one thread.
 */
public final class HoldoutStudy {
  private static final int PASSES = 1;

  private final List<HoldoutSet> sets;
  private final List<Variant> variants;
  private final RunFolder folder;

  /**
   * @param folder of finished runs
   * @throws IllegalArgumentException if a variant's model or a setting is unknown or out of range
   */
  public HoldoutStudy(List<HoldoutSet> sets, List<Variant> variants, RunFolder folder) {
    variants.forEach(Variant::check);
    this.sets = List.copyOf(sets);
    this.variants = List.copyOf(variants);
    this.folder = folder;
  }

  /**
   * Runs what is not finished and returns everything, a data set each.
   *
   * @param fresh whether finished runs are run again
   */
  public List<HoldoutFindings> run(boolean fresh, StudyProgress progress) throws IOException {
    Map<StudyRun, HoldoutReport> reports = fresh ? new HashMap<>() : finished();
    int runs = sets.stream().mapToInt(set -> open(set, reports).size()).sum();
    long steps =
        sets.stream().mapToLong(s -> (long) s.expectedSteps() * open(s, reports).size()).sum();
    int runNumber = 0;
    long done = 0;
    for (HoldoutSet set : sets) {
      List<StudyRun> open = open(set, reports);
      if (!open.isEmpty()) {
        HoldoutData data = set.reader().get();
        for (StudyRun run : open) {
          Position start = new Position(run, ++runNumber, runs, done, steps);
          HoldoutReport report = evaluate(set, data, start, progress);
          folder.keep(run, report);
          reports.put(run, report);
          done += set.expectedSteps();
        }
      }
    }
    return sets.stream().map(set -> findings(set, reports)).toList();
  }

  private static HoldoutReport evaluate(
      HoldoutSet set, HoldoutData data, Position start, StudyProgress progress) {
    return HoldoutEvaluation.run(
        start.run().model(),
        set.name(),
        set.protocol(),
        data,
        PASSES,
        start.run().settings(),
        (step, steps, soFar) -> progress.at(start.after(step), soFar));
  }

  private Map<StudyRun, HoldoutReport> finished() {
    Map<StudyRun, HoldoutReport> reports = new HashMap<>();
    for (HoldoutSet set : sets) {
      for (Variant variant : variants(set)) {
        StudyRun run = set.run(variant);
        folder.find(run, set.protocol(), PASSES).ifPresent(report -> reports.put(run, report));
      }
    }
    return reports;
  }

  private List<StudyRun> open(HoldoutSet set, Map<StudyRun, HoldoutReport> reports) {
    return variants(set).stream().map(set::run).filter(run -> !reports.containsKey(run)).toList();
  }

  private HoldoutFindings findings(HoldoutSet set, Map<StudyRun, HoldoutReport> reports) {
    Map<Variant, HoldoutReport> byVariant = new LinkedHashMap<>();
    for (Variant variant : variants(set)) {
      HoldoutReport report = reports.get(set.run(variant));
      if (report != null) {
        byVariant.put(variant, report);
      }
    }
    return new HoldoutFindings(set, byVariant);
  }

  private List<Variant> variants(HoldoutSet set) {
    return variants.stream()
        .filter(variant -> !set.leftOut().containsKey(variant.model()))
        .toList();
  }
}
