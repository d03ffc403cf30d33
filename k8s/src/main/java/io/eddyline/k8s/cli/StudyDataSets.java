package io.eddyline.k8s.cli;

import io.eddyline.ingest.replay.DataFormat;
import io.eddyline.ingest.replay.DataSetReader;
import io.eddyline.ingest.replay.EventTable;
import io.eddyline.ingest.replay.ReadOptions;
import io.eddyline.learner.evaluate.EvaluationEvents;
import io.eddyline.learner.evaluate.study.StudyData;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The data sets that studies know: where their files lie and how they are read. */
final class StudyDataSets {
  /* Reference figures are of this part of the longer streams. */
  private static final int LONGEST = 300_000;

  /**
   * A data set.
   *
   * @param name of its folder as well
   * @param events about how many it has
   * @param limit its first events that are used
   */
  private record Source(String name, String file, DataFormat format, int events, int limit) {
    private Path in(Path folder) {
      return folder.resolve(name).resolve(file);
    }
  }

  private static final List<Source> SOURCES =
      List.of(
          new Source("movietweetings", "ratings.dat.gz", DataFormat.MOVIELENS, 141_695, LONGEST),
          new Source("online-retail-ii", "events.tsv.gz", DataFormat.CSV, 791_114, LONGEST),
          new Source("ml-100k", "u.data", DataFormat.MOVIELENS, 100_000, LONGEST),
          new Source("ml-1m", "ratings.users1-2999.dat.gz", DataFormat.MOVIELENS, 487_650, LONGEST),
          new Source("yoochoose-100k", "events.tsv.gz", DataFormat.CSV, 83_846, LONGEST),
          new Source("yoochoose-17-days", "events.tsv.gz", DataFormat.CSV, 3_370_578, LONGEST),
          new Source("diginetica", "events.tsv.gz", DataFormat.CSV, 993_483, LONGEST));

  private final List<Path> folders = new ArrayList<>();
  private final int maxEvents;
  private final PrintWriter err;

  /**
   * @param dataDir folder with a folder for each data set
   * @param maxEvents of each to use at most
   * @param err receives what is wrong with rows
   */
  StudyDataSets(@Nullable Path dataDir, int maxEvents, PrintWriter err) {
    if (dataDir != null) {
      folders.add(dataDir);
    }
    folders.add(Path.of(System.getProperty("eddyline.home", "."), "data"));
    this.maxEvents = maxEvents;
    this.err = err;
  }

  static List<String> names() {
    return SOURCES.stream().map(Source::name).toList();
  }

  /** The data set if its file is there: in the data folder, else among those that come along. */
  Optional<StudyData> find(String name) {
    Source source = SOURCES.stream().filter(s -> s.name().equals(name)).findFirst().orElseThrow();
    return folders.stream()
        .map(source::in)
        .filter(Files::isRegularFile)
        .findFirst()
        .map(file -> data(source, file));
  }

  private StudyData data(Source source, Path file) {
    int limit = Math.min(source.limit(), maxEvents);
    boolean cut = maxEvents < Math.min(source.limit(), source.events());
    return new StudyData(
        cut ? "%s-first-%d".formatted(source.name(), maxEvents) : source.name(),
        Math.min(limit, source.events()),
        () -> read(source, file, limit));
  }

  private EvaluationEvents read(Source source, Path file, int limit) {
    DataSetReader.Result result =
        DataSetReader.read(source.format(), ReadOptions.none(), List.of(file));
    if (result.report().badRows() > 0) {
      err.printf("%s: %d rows left out%n", source.name(), result.report().badRows());
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
