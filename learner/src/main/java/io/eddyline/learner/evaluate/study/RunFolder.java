package io.eddyline.learner.evaluate.study;

import io.eddyline.learner.evaluate.Evaluation;
import io.eddyline.learner.evaluate.EvaluationReport;
import io.eddyline.learner.evaluate.HoldoutReport;
import io.eddyline.learner.evaluate.Protocol;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The reports of finished runs, one file each, so that a study goes on where it was broken off.
 *
 * <p>A report counts if it can be read, has the fields that reports have now, and was made with the
 * settings that the run would have now: a changed default makes it void. A change of the code that
 * changes no setting does not.
 *
 * <p>Threading: one thread; one process a folder.
 */
public final class RunFolder {
  private final Path folder;

  public RunFolder(Path folder) {
    this.folder = folder;
  }

  /** The report of a finished run over a stream. */
  Optional<EvaluationReport> find(StudyRun run) {
    return read(run, EvaluationReport::fromJson).filter(report -> isOf(report, run));
  }

  /** The report of a finished run with held-out items, divided and repeated like that. */
  Optional<HoldoutReport> find(StudyRun run, Protocol protocol, int passes) {
    return read(run, HoldoutReport::fromJson)
        .filter(report -> isOf(report, run))
        .filter(report -> report.protocol().equals(protocol.label()) && report.passes() == passes);
  }

  /** Keeps a report; it is there whole or not at all. */
  void keep(StudyRun run, EvaluationReport report) throws IOException {
    write(run, report.toJson());
  }

  /** As {@link #keep(StudyRun, EvaluationReport)}. */
  void keep(StudyRun run, HoldoutReport report) throws IOException {
    write(run, report.toJson());
  }

  private <R> Optional<R> read(StudyRun run, Function<String, R> parser) {
    Path file = folder.resolve(run.file());
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(parser.apply(Files.readString(file)));
    } catch (IOException | IllegalArgumentException unreadable) {
      return Optional.empty();
    }
  }

  private void write(StudyRun run, String json) throws IOException {
    Path file = folder.resolve(run.file());
    Path parent = file.toAbsolutePath().getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    Path unfinished = file.resolveSibling(file.getFileName() + ".part");
    Files.writeString(unfinished, json);
    Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
  }

  private static boolean isOf(EvaluationReport report, StudyRun run) {
    return report.model().equals(run.model())
        && report.data().equals(run.data())
        && (report.forgetting() != null) == run.measuresForgetting()
        && sameSettings(report.settings(), run);
  }

  private static boolean isOf(HoldoutReport report, StudyRun run) {
    return report.model().equals(run.model())
        && report.data().equals(run.data())
        && sameSettings(report.settings(), run);
  }

  /* As text, since a number read back may have another type. */
  private static boolean sameSettings(Map<String, Object> settings, StudyRun run) {
    return StudyJson.text(settings)
        .equals(StudyJson.text(Evaluation.settings(run.model(), run.settings())));
  }
}
