package io.eddyline.k8s.bench.catalogue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.NoMergePolicy;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.MMapDirectory;

/** Lucene's HNSW graph over float32 vectors in one segment, with the default codec. */
final class LuceneContender implements Contender {
  private static final String FIELD = "item";
  private static final double BUFFER_MB = 1_900;

  private final InnerProducts space;
  private final int searched;
  private final Directory directory;
  private final DirectoryReader reader;
  private final IndexSearcher searcher;
  private final double buildSeconds;

  private LuceneContender(
      InnerProducts space,
      int searched,
      Directory directory,
      DirectoryReader reader,
      double buildSeconds) {
    this.space = space;
    this.searched = searched;
    this.directory = directory;
    this.reader = reader;
    this.searcher = new IndexSearcher(reader);
    this.buildSeconds = buildSeconds;
  }

  static LuceneContender build(InnerProducts space, Path folder, int searched) throws IOException {
    long startNs = System.nanoTime();
    Directory directory = new MMapDirectory(folder);
    IndexWriterConfig config =
        new IndexWriterConfig()
            .setRAMBufferSizeMB(BUFFER_MB)
            .setMergePolicy(NoMergePolicy.INSTANCE);
    try (IndexWriter writer = new IndexWriter(directory, config)) {
      for (float[] item : space.items()) {
        Document document = new Document();
        document.add(new KnnFloatVectorField(FIELD, item, VectorSimilarityFunction.DOT_PRODUCT));
        writer.addDocument(document);
      }
    }
    DirectoryReader reader = DirectoryReader.open(directory);
    if (reader.leaves().size() != 1) {
      throw new IllegalStateException(
          "%d segments, expected 1: rows are numbers of documents in order"
              .formatted(reader.leaves().size()));
    }
    return new LuceneContender(
        space, searched, directory, reader, (System.nanoTime() - startNs) / 1e9);
  }

  /** The same index, searched with another number of candidates. */
  LuceneContender searching(int candidates) {
    return new LuceneContender(space, candidates, directory, reader, buildSeconds);
  }

  @Override
  public String name() {
    return "Lucene HNSW, %d candidates".formatted(searched);
  }

  @Override
  public double buildSeconds() {
    return buildSeconds;
  }

  @Override
  public long bytes() {
    try {
      long bytes = 0;
      for (String file : directory.listAll()) {
        bytes += directory.fileLength(file);
      }
      return bytes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public int[] best(float[] query, int k) throws IOException {
    var wanted = new KnnFloatVectorQuery(FIELD, space.query(query), Math.max(k, searched));
    ScoreDoc[] documents = searcher.search(wanted, k).scoreDocs;
    int[] rows = new int[documents.length];
    for (int rank = 0; rank < rows.length; rank++) {
      rows[rank] = documents[rank].doc;
    }
    return rows;
  }

  @Override
  public void close() throws IOException {
    reader.close();
    directory.close();
  }
}
