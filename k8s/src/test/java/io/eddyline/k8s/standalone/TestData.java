package io.eddyline.k8s.standalone;

import io.eddyline.ingest.replay.CatalogueTitle;
import io.eddyline.ingest.replay.DataFormat;
import io.eddyline.ingest.replay.DataSetReader;
import io.eddyline.ingest.replay.EventTable;
import io.eddyline.ingest.replay.ReadOptions;
import io.eddyline.ingest.replay.TitleReader;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The data sets of the repository. */
public final class TestData {
  private static final Path MOVIETWEETINGS = Path.of("data/movietweetings");

  private TestData() {}

  /** The first events of MovieTweetings. */
  public static EventTable movieTweetings(int events) {
    return DataSetReader.read(
            DataFormat.MOVIELENS,
            ReadOptions.none(),
            List.of(MOVIETWEETINGS.resolve("ratings.dat.gz")))
        .events()
        .first(events);
  }

  /** Titles of the films in the events. */
  static List<CatalogueTitle> titlesOf(EventTable events) {
    Set<String> films = new HashSet<>();
    for (int index = 0; index < events.size(); index++) {
      films.add(events.itemId(events.itemOrdinal(index)));
    }
    return TitleReader.read(MOVIETWEETINGS.resolve("movies.dat")).stream()
        .filter(title -> films.contains(title.itemId()))
        .toList();
  }
}
