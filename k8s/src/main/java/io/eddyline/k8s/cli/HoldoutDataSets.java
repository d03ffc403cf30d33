package io.eddyline.k8s.cli;

import io.eddyline.ingest.replay.DataFormat;
import io.eddyline.learner.evaluate.HoldoutData;
import io.eddyline.learner.evaluate.Protocol;
import io.eddyline.learner.evaluate.study.HoldoutSet;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The data sets without a clock that the quality study knows: items are held out of them. */
final class HoldoutDataSets {
  private static final String TOO_SLOW =
      "which takes a minute of the processor for the first fifth and more for each further refit";

  /**
   * A data set.
   *
   * @param test file of the split; null if each user's last item is held out
   * @param steps events that are learnt and users that are asked, about
   * @param leftOut models that are not run on it, with the reason
   */
  private record Source(
      String name,
      String folder,
      String file,
      DataFormat format,
      @Nullable String test,
      int steps,
      Map<String, String> leftOut) {}

  private static final List<Source> SOURCES =
      List.of(
          new Source(
              "beauty", "beauty", "Beauty.txt", DataFormat.SEQUENCES, null, 198_502, Map.of()),
          new Source(
              "ml-1m.sasrec",
              "ml-1m",
              "ml-1m.sasrec.txt.gz",
              DataFormat.SEQUENCES,
              null,
              999_611,
              Map.of()),
          new Source(
              "gowalla",
              "gowalla",
              "train.txt.gz",
              DataFormat.LISTS,
              "test.txt.gz",
              839_986,
              Map.of("ials", TOO_SLOW)));

  private final StudyFiles files;
  private final int maxEvents;

  /**
   * @param maxEvents of each to use at most
   */
  HoldoutDataSets(StudyFiles files, int maxEvents) {
    this.files = files;
    this.maxEvents = maxEvents;
  }

  static List<String> names() {
    return SOURCES.stream().map(Source::name).toList();
  }

  /** The data set if its files are there. */
  Optional<HoldoutSet> find(String name) {
    Source source = SOURCES.stream().filter(s -> s.name().equals(name)).findFirst().orElseThrow();
    Optional<Path> file = files.find(source.folder(), source.file());
    String test = source.test();
    return test == null
        ? file.map(all -> leaveLastOut(source, all))
        : file.flatMap(
            training -> files.find(source.folder(), test).map(t -> split(source, training, t)));
  }

  private HoldoutSet leaveLastOut(Source source, Path file) {
    return new HoldoutSet(
        shownName(source),
        Protocol.LEAVE_LAST_OUT,
        Math.min(maxEvents, source.steps()),
        source.leftOut(),
        () -> HoldoutData.leaveLastOut(files.read(file, source.format(), maxEvents)));
  }

  private HoldoutSet split(Source source, Path training, Path test) {
    return new HoldoutSet(
        shownName(source),
        Protocol.SPLIT,
        Math.min(maxEvents, source.steps()),
        source.leftOut(),
        () ->
            HoldoutData.split(
                files.read(training, source.format(), maxEvents),
                files.read(test, source.format(), Integer.MAX_VALUE)));
  }

  private String shownName(Source source) {
    return maxEvents < source.steps()
        ? "%s-first-%d".formatted(source.name(), maxEvents)
        : source.name();
  }
}
