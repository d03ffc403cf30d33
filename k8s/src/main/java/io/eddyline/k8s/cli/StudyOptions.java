package io.eddyline.k8s.cli;

import io.eddyline.learner.evaluate.report.StudyFacts;
import io.eddyline.learner.evaluate.study.HoldoutFindings;
import io.eddyline.learner.evaluate.study.HoldoutSet;
import io.eddyline.learner.evaluate.study.HoldoutStudy;
import io.eddyline.learner.evaluate.study.RunFolder;
import io.eddyline.learner.evaluate.study.Study;
import io.eddyline.learner.evaluate.study.StudyData;
import io.eddyline.learner.evaluate.study.StudyProgress;
import io.eddyline.learner.evaluate.study.StudyProgress.Position;
import io.eddyline.learner.evaluate.study.StudyResults;
import io.eddyline.learner.evaluate.study.Variant;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The options that every study has, and how it is run with them. */
final class StudyOptions {
  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description = "Folder with a folder for each further data set.")
  private @Nullable Path dataDir;

  @Option(
      names = "--report",
      paramLabel = "DIR",
      description = "Write the report there; target/study.")
  private Path report = Path.of("target", "study");

  @Option(
      names = "--runs",
      paramLabel = "DIR",
      description = "Keep finished runs there, to go on after an interruption; REPORT/runs.")
  private @Nullable Path runs;

  @Option(
      names = "--fresh",
      description = {
        "Run again what is finished. Without it a finished run counts",
        "as long as its settings are those that it would have now."
      })
  private boolean fresh;

  @Option(
      names = "--only",
      split = ",",
      paramLabel = "DATA",
      description = "Only these data sets, separated by commas.")
  private List<String> only = List.of();

  @Option(
      names = "--max-events",
      paramLabel = "N",
      description = "Use the first N events of each data set only.")
  private int maxEvents = Integer.MAX_VALUE;

  private final List<String> missing = new ArrayList<>();

  Path report() {
    return report;
  }

  /** What was found of the data that a study can use. */
  record Found(List<StudyData> streams, List<HoldoutSet> holdouts) {}

  /**
   * The streams that were found; says which were not.
   *
   * @param byDefault names of those to use if the user names none
   */
  List<StudyData> streams(CommandSpec spec, List<String> byDefault) {
    return find(spec, StudyDataSets.names(), byDefault).streams();
  }

  /** All data sets that were found, those without a clock too; says which were not. */
  Found everything(CommandSpec spec) {
    List<String> known = new ArrayList<>(StudyDataSets.names());
    known.addAll(HoldoutDataSets.names());
    return find(spec, known, known);
  }

  private Found find(CommandSpec spec, List<String> known, List<String> byDefault) {
    PrintWriter err = spec.commandLine().getErr();
    StudyFiles files = new StudyFiles(dataDir, err);
    StudyDataSets streams = new StudyDataSets(files, maxEvents);
    HoldoutDataSets holdouts = new HoldoutDataSets(files, maxEvents);
    Found found = new Found(new ArrayList<>(), new ArrayList<>());
    for (String name : only.isEmpty() ? byDefault : only) {
      if (!known.contains(name)) {
        throw new ParameterException(
            spec.commandLine(),
            "data set \"%s\": expected one of %s".formatted(name, String.join(", ", known)));
      }
      if (HoldoutDataSets.names().contains(name)) {
        holdouts.find(name).ifPresentOrElse(found.holdouts()::add, () -> missing.add(name));
      } else {
        streams.find(name).ifPresentOrElse(found.streams()::add, () -> missing.add(name));
      }
    }
    missing.forEach(name -> err.printf("%s: not found, left out%n", name));
    err.flush();
    if (found.streams().isEmpty() && found.holdouts().isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "no data set found; --data-dir names the folder that holds them");
    }
    return found;
  }

  /** Runs what is not finished, with a progress line. */
  StudyResults run(CommandSpec spec, List<StudyData> data, List<Variant> variants, int seeds)
      throws IOException {
    if (seeds < 1) {
      throw new ParameterException(
          spec.commandLine(), "seeds %d: expected at least 1".formatted(seeds));
    }
    Study study = new Study(data, variants, seeds, runFolder());
    try (ProgressBar bar = Progress.bar("study", 1, "events")) {
      return study.run(fresh, progress(bar));
    }
  }

  /** As {@link #run}, over data with held-out items. */
  List<HoldoutFindings> runHoldouts(List<HoldoutSet> sets, List<Variant> variants)
      throws IOException {
    HoldoutStudy study = new HoldoutStudy(sets, variants, runFolder());
    try (ProgressBar bar = Progress.bar("held-out items", 1, "steps")) {
      return study.run(fresh, progress(bar));
    }
  }

  private RunFolder runFolder() {
    return new RunFolder(runs == null ? report.resolve("runs") : runs);
  }

  private static StudyProgress progress(ProgressBar bar) {
    return (position, soFar) -> {
      bar.maxHint(position.allEvents());
      bar.stepTo(position.events());
      bar.setExtraMessage(
          describe(position) + String.format(Locale.ROOT, " NDCG %.4f", soFar.ndcg10()));
    };
  }

  /**
   * What the report says of its making.
   *
   * @param further options of the command that this class does not know, as they were given
   */
  StudyFacts facts(CommandSpec spec, int seeds, String... further) {
    List<String> words = new ArrayList<>(List.of("eddyline", "study", spec.name()));
    if (dataDir != null) {
      words.add("--data-dir DIR");
    }
    words.add("--report DIR");
    words.add("--seeds " + seeds);
    words.addAll(List.of(further));
    if (!only.isEmpty()) {
      words.add("--only " + String.join(",", only));
    }
    if (maxEvents != Integer.MAX_VALUE) {
      words.add("--max-events " + maxEvents);
    }
    String machine =
        "%d processors (%s), Java %s"
            .formatted(
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("os.arch"),
                Runtime.version());
    return new StudyFacts(
        String.join(" ", words), machine, LocalDate.now(ZoneOffset.UTC).toString(), seeds, missing);
  }

  private static String describe(Position position) {
    return "%d/%d %s %s"
        .formatted(
            position.runNumber(), position.runs(), position.run().data(), position.run().model());
  }
}
