package io.eddyline.learner.evaluate.study;

import io.eddyline.learner.evaluate.Evaluation;
import io.eddyline.learner.evaluate.EvaluationEvents;
import io.eddyline.learner.evaluate.EvaluationReport;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Runs variants over data sets: every variant under every seed, one data set after the other, each
 * run kept as soon as it is done.
 *
 * <p>Threading: one thread.
 */
public final class Study {
  private final List<StudyData> data;
  private final List<Variant> variants;
  private final int seeds;
  private final RunFolder folder;

  /**
   * @param seeds of each variant, at least 1
   * @param folder of finished runs
   * @throws IllegalArgumentException if a variant's model or a setting is unknown or out of range
   */
  public Study(List<StudyData> data, List<Variant> variants, int seeds, RunFolder folder) {
    variants.forEach(Variant::check);
    this.data = List.copyOf(data);
    this.variants = List.copyOf(variants);
    this.seeds = seeds;
    this.folder = folder;
  }

  /**
   * Runs what is not finished and returns everything.
   *
   * @param fresh whether finished runs are run again
   */
  public StudyResults run(boolean fresh, StudyProgress progress) throws IOException {
    StudyResults results = new StudyResults(seeds);
    Agenda agenda = agenda(fresh, results);
    for (StudyData set : data) {
      if (!agenda.of(set).isEmpty()) {
        EvaluationEvents events = set.reader().get();
        for (StudyRun run : agenda.of(set)) {
          agenda.runNumber++;
          EvaluationReport report = evaluate(run, events, agenda, progress);
          folder.keep(run, report);
          results.add(run, report);
          agenda.done += set.expectedEvents();
        }
      }
    }
    return results;
  }

  private Agenda agenda(boolean fresh, StudyResults results) {
    Agenda agenda = new Agenda();
    for (StudyData set : data) {
      Set<StudyRun> runs = new LinkedHashSet<>();
      variants.forEach(variant -> runs.addAll(variant.runs(set, seeds)));
      for (StudyRun run : runs) {
        var finished = fresh ? Optional.<EvaluationReport>empty() : folder.find(run);
        finished.ifPresent(report -> results.add(run, report));
        if (finished.isEmpty()) {
          agenda.open.add(run);
          agenda.all += set.expectedEvents();
        }
      }
    }
    return agenda;
  }

  private static EvaluationReport evaluate(
      StudyRun run, EvaluationEvents events, Agenda agenda, StudyProgress progress) {
    return Evaluation.run(
        run.model(),
        run.data(),
        events,
        run.settings(),
        run.measuresForgetting(),
        (event, count, soFar) ->
            progress.at(
                new StudyProgress.Position(
                    run, agenda.runNumber, agenda.open.size(), agenda.done + event, agenda.all),
                soFar));
  }

  /** What is still to be run, and how much of it is done. */
  private static final class Agenda {
    private final List<StudyRun> open = new ArrayList<>();
    private int runNumber;
    private long done;
    private long all;

    private List<StudyRun> of(StudyData set) {
      return open.stream().filter(run -> run.data().equals(set.name())).toList();
    }
  }
}
