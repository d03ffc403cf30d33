package io.eddyline.learner.snapshot;

import io.eddyline.learner.snapshot.ReferenceScorer.Query;
import io.eddyline.learner.snapshot.ReferenceScorer.Ranking;
import io.eddyline.learner.snapshot.SnapshotSource.NeighbourCounts;
import io.eddyline.schemas.snapshot.CatalogueEntry;
import io.eddyline.schemas.snapshot.Manifest;
import io.eddyline.schemas.snapshot.Probes;
import io.eddyline.schemas.snapshot.RaggedInts;
import io.eddyline.schemas.snapshot.Scoring;
import io.eddyline.schemas.snapshot.SnapshotDraft;
import io.eddyline.schemas.snapshot.SnapshotFiles;
import io.eddyline.schemas.snapshot.SnapshotStore;
import io.eddyline.schemas.snapshot.StoredSnapshot;
import io.eddyline.schemas.snapshot.Vocabulary;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * Writes the rows of a source as one version and publishes it.
 *
 * <p>Rows go to their files one after another; no table is ever whole on the heap. The same rows
 * and header give the same bytes.
 *
 * <p>Threading: stateless; one writer a model at a time, as the store asks.
 */
public final class SnapshotWriter {
  /** Results of a probe: enough to see an order, few enough to be read. */
  static final int PROBE_RESULTS = 10;

  private final SnapshotStore store;
  private final RetrievalWriter retrievals;

  /** A writer of versions whose graph looks at every item. */
  public SnapshotWriter(SnapshotStore store) {
    this.store = store;
    this.retrievals = new RetrievalWriter(RetrievalSettings.EXACT, null, store);
  }

  /**
   * @param loader of graphs whose recall is measured
   */
  public SnapshotWriter(SnapshotStore store, RetrievalSettings settings, Answers.Loader loader) {
    this.store = store;
    this.retrievals = new RetrievalWriter(settings, loader, store);
  }

  /** Judges a version from its files, before any reader sees it. */
  public interface Judge {
    /**
     * Says what was found.
     *
     * @param candidate the files, under a manifest without judgement
     */
    Judgement judge(StoredSnapshot candidate) throws IOException;
  }

  /** Writes every file, then makes the version visible by one rename. */
  public PublishedSnapshot write(SnapshotSource source, SnapshotHeader header) throws IOException {
    return write(source, header, _ -> Judgement.NONE);
  }

  /** Writes every file, has them judged, then makes the version visible by one rename. */
  public PublishedSnapshot write(SnapshotSource source, SnapshotHeader header, Judge judge)
      throws IOException {
    String digest;
    try (SnapshotDraft draft = store.draft(header.model(), header.version())) {
      writeTables(source, draft);
      writeNeighbours(source, draft);
      writeLists(source, draft);
      List<CatalogueEntry> catalogue = source.catalogue();
      writeCatalogue(catalogue, draft.file(SnapshotFiles.CATALOGUE));
      Files.write(draft.file(SnapshotFiles.PROBES), probes(source, header.scoring()).toJson());
      Manifest.Retrieval retrieval =
          source.itemCount() > 0 ? retrievals.write(source, header, draft) : null;
      Manifest.Counts counts =
          new Manifest.Counts(source.itemCount(), source.userCount(), catalogue.size());
      Manifest manifest = header.manifest(source, counts, retrieval, draft.digests());
      Judgement judgement = judge.judge(draft.preview(manifest));
      digest = draft.publish(judgement.addTo(manifest));
    }
    return new PublishedSnapshot(store.open(header.model(), header.version()), digest);
  }

  private static void writeTables(SnapshotSource source, SnapshotDraft draft) throws IOException {
    float[] vector = new float[source.dimension()];
    try (TableWriter candidates = TableWriter.create(draft.file(SnapshotFiles.ITEMS));
        TableWriter histories = TableWriter.create(draft.file(SnapshotFiles.HISTORY));
        TableWriter popularity = TableWriter.create(draft.file(SnapshotFiles.POPULARITY));
        TableWriter trend = TableWriter.create(draft.file(SnapshotFiles.TREND))) {
      for (int item = 0; item < source.itemCount(); item++) {
        source.candidateVector(item, vector);
        candidates.write(vector);
        source.historyVector(item, vector);
        histories.write(vector);
        popularity.write((float) source.popularity(item));
        trend.write((float) source.trend(item));
      }
      float[] padding = new float[source.dimension()];
      int rows = SnapshotFiles.paddedItems(source.itemCount());
      for (int row = source.itemCount(); row < rows; row++) {
        candidates.write(padding);
      }
    }
    try (TableWriter users = TableWriter.create(draft.file(SnapshotFiles.USERS))) {
      users.write(new float[source.dimension()]);
      for (int user = 0; user < source.userCount(); user++) {
        source.userVector(user, vector);
        users.write(vector);
      }
    }
  }

  private static void writeNeighbours(SnapshotSource source, SnapshotDraft draft)
      throws IOException {
    int[] rows = new int[source.neighbourCount()];
    float[] values = new float[source.neighbourCount()];
    try (TableWriter neighbours = TableWriter.create(draft.file(SnapshotFiles.NEIGHBOURS));
        TableWriter affinities = TableWriter.create(draft.file(SnapshotFiles.AFFINITIES))) {
      for (int item = 0; item < source.itemCount(); item++) {
        source.neighbours(item, rows, values);
        neighbours.write(rows);
        affinities.write(values);
      }
    }
    Optional<NeighbourCounts> known = source.neighbourCounts();
    if (known.isPresent()) {
      try (TableWriter counts = TableWriter.create(draft.file(SnapshotFiles.COUNTS))) {
        for (int item = 0; item < source.itemCount(); item++) {
          known.get().read(item, values);
          counts.writeHalves(values);
        }
      }
    }
  }

  private static void writeLists(SnapshotSource source, SnapshotDraft draft) throws IOException {
    int items = source.itemCount();
    int users = source.userCount();
    try (OutputStream out = open(draft.file(SnapshotFiles.ITEM_IDS))) {
      Vocabulary.write(rows(items, source::itemId), out);
    }
    try (OutputStream out = open(draft.file(SnapshotFiles.USER_IDS))) {
      Vocabulary.write(rows(users, source::userId), out);
    }
    try (OutputStream out = open(draft.file(SnapshotFiles.HISTORIES))) {
      RaggedInts.write(rows(users, source::history), out);
    }
    try (OutputStream out = open(draft.file(SnapshotFiles.SEEN))) {
      RaggedInts.write(rows(users, source::seen), out);
    }
  }

  private static void writeCatalogue(List<CatalogueEntry> catalogue, Path file) throws IOException {
    try (OutputStream out = open(file)) {
      for (CatalogueEntry entry : catalogue) {
        out.write(entry.toJson());
        out.write('\n');
      }
    }
  }

  /** Queries with nothing eligible are left out: there is no answer to compare. */
  private static Probes probes(SnapshotSource source, Scoring scoring) {
    List<Query> queries = new ProbeQueries(source, scoring).choose();
    List<Ranking> rankings = new ReferenceScorer(source, scoring).rank(queries, PROBE_RESULTS);
    List<Probes.Probe> probes = new ArrayList<>();
    for (int index = 0; index < queries.size(); index++) {
      Query query = queries.get(index);
      Ranking ranking = rankings.get(index);
      if (!ranking.itemRows().isEmpty()) {
        probes.add(
            new Probes.Probe(
                query.userRow(),
                query.historyRows(),
                query.excludedRows(),
                ranking.itemRows(),
                ranking.scores()));
      }
    }
    return new Probes(probes);
  }

  private static OutputStream open(Path file) throws IOException {
    return new BufferedOutputStream(Files.newOutputStream(file), 1 << 16);
  }

  /** A list that asks for a row each time it is read. */
  private static <T> List<T> rows(int count, IntFunction<T> row) {
    return new AbstractList<>() {
      @Override
      public T get(int index) {
        return row.apply(index);
      }

      @Override
      public int size() {
        return count;
      }
    };
  }
}
