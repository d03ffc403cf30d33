package io.eddyline.k8s.cli;

import io.eddyline.ingest.replay.DataFormat;
import io.eddyline.ingest.replay.DataSetReader;
import io.eddyline.ingest.replay.EventTable;
import io.eddyline.ingest.replay.ReadOptions;
import io.eddyline.learner.evaluate.EvaluationEvents;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where the files of studies lie, a folder for each data set, and how they are read. */
final class StudyFiles {
  private final List<Path> folders = new ArrayList<>();
  private final PrintWriter err;

  /**
   * @param dataDir looked into before the data that come along
   * @param err receives what is wrong with rows
   */
  StudyFiles(@Nullable Path dataDir, PrintWriter err) {
    if (dataDir != null) {
      folders.add(dataDir);
    }
    folders.add(Path.of(System.getProperty("eddyline.home", "."), "data"));
    this.err = err;
  }

  /** The first such file that is there. */
  Optional<Path> find(String folder, String file) {
    return folders.stream()
        .map(parent -> parent.resolve(folder).resolve(file))
        .filter(Files::isRegularFile)
        .findFirst();
  }

  /** The first {@code limit} events of a file. */
  EvaluationEvents read(Path file, DataFormat format, int limit) {
    DataSetReader.Result result = DataSetReader.read(format, ReadOptions.none(), List.of(file));
    if (result.report().badRows() > 0) {
      err.printf("%s: %d rows left out%n", file, result.report().badRows());
      err.flush();
    }
    EventTable table = result.events();
    EvaluationEvents.Builder events = new EvaluationEvents.Builder();
    for (int index = 0; index < Math.min(limit, table.size()); index++) {
      events.add(
          table.userId(table.userOrdinal(index)),
          table.itemId(table.itemOrdinal(index)),
          table.timestampMs(index));
    }
    return events.build();
  }
}
