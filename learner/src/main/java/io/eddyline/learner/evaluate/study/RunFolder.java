package io.eddyline.learner.evaluate.study;

import io.eddyline.learner.evaluate.Evaluation;
import io.eddyline.learner.evaluate.EvaluationReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

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

  /** The report of a finished run. */
  Optional<EvaluationReport> find(StudyRun run) {
    Path file = folder.resolve(run.file());
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(EvaluationReport.fromJson(Files.readString(file)))
          .filter(report -> isOf(report, run));
    } catch (IOException | IllegalArgumentException unreadable) {
      return Optional.empty();
    }
  }

  /** Keeps a report; it is there whole or not at all. */
  void keep(StudyRun run, EvaluationReport report) throws IOException {
    Path file = folder.resolve(run.file());
    Path parent = file.toAbsolutePath().getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    Path unfinished = file.resolveSibling(file.getFileName() + ".part");
    Files.writeString(unfinished, report.toJson());
    Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
  }

  private static boolean isOf(EvaluationReport report, StudyRun run) {
    return report.model().equals(run.model())
        && report.data().equals(run.data())
        && (report.forgetting() != null) == run.measuresForgetting()
        && sameSettings(report, run);
  }

  /* As text, since a number read back may have another type. */
  private static boolean sameSettings(EvaluationReport report, StudyRun run) {
    return StudyJson.text(report.settings())
        .equals(StudyJson.text(Evaluation.settings(run.model(), run.settings())));
  }
}
