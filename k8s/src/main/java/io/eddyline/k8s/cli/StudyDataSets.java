package io.eddyline.k8s.cli;

import io.eddyline.ingest.replay.DataFormat;
import io.eddyline.learner.evaluate.study.StudyData;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The streams that studies know. */
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
  private record Source(String name, String file, DataFormat format, int events, int limit) {}

  private static final List<Source> SOURCES =
      List.of(
          new Source("movietweetings", "ratings.dat.gz", DataFormat.MOVIELENS, 141_695, LONGEST),
          new Source("online-retail-ii", "events.tsv.gz", DataFormat.CSV, 791_114, LONGEST),
          new Source("ml-100k", "u.data", DataFormat.MOVIELENS, 100_000, LONGEST),
          new Source("ml-1m", "ratings.users1-2999.dat.gz", DataFormat.MOVIELENS, 487_650, LONGEST),
          new Source("yoochoose-100k", "events.tsv.gz", DataFormat.CSV, 83_846, LONGEST),
          new Source("yoochoose-17-days", "events.tsv.gz", DataFormat.CSV, 3_370_578, LONGEST),
          new Source("diginetica", "events.tsv.gz", DataFormat.CSV, 993_483, LONGEST));

  private final StudyFiles files;
  private final int maxEvents;

  /**
   * @param maxEvents of each to use at most
   */
  StudyDataSets(StudyFiles files, int maxEvents) {
    this.files = files;
    this.maxEvents = maxEvents;
  }

  static List<String> names() {
    return SOURCES.stream().map(Source::name).toList();
  }

  /** The data set if its file is there: in the data folder, else among those that come along. */
  Optional<StudyData> find(String name) {
    Source source = SOURCES.stream().filter(s -> s.name().equals(name)).findFirst().orElseThrow();
    return files.find(name, source.file()).map(file -> data(source, file));
  }

  private StudyData data(Source source, Path file) {
    int limit = Math.min(source.limit(), maxEvents);
    boolean cut = maxEvents < Math.min(source.limit(), source.events());
    return new StudyData(
        cut ? "%s-first-%d".formatted(source.name(), maxEvents) : source.name(),
        Math.min(limit, source.events()),
        source.events(),
        () -> files.read(file, source.format(), limit));
  }
}
