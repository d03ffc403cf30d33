package io.eddyline.k8s.swap;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eddyline.learner.snapshot.SnapshotHeader;
import io.eddyline.learner.snapshot.SnapshotWriter;
import io.eddyline.schemas.record.SnapshotAnnouncement;
import io.eddyline.schemas.serde.RecordSerdes;
import io.eddyline.schemas.snapshot.FileSnapshotStore;
import io.eddyline.schemas.snapshot.Manifest;
import io.eddyline.schemas.snapshot.Scoring;
import io.eddyline.schemas.snapshot.SnapshotFiles;
import io.eddyline.schemas.snapshot.StoredSnapshot;
import io.eddyline.schemas.topic.TopicCatalogue;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Makes versions quickly: two are written as the builder writes them, every further one is a copy
 * of one of them in turn, file by file. Of the copies the last few stay.
 */
public final class VersionPress implements AutoCloseable {
  /** The model of all versions. */
  public static final String MODEL = "main";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int WRITTEN = 2;
  private static final int KEPT = 6;

  private final FileSnapshotStore store;
  private final TopicCatalogue topics;
  private final KafkaProducer<byte[], byte[]> producer;
  private final Deque<Path> drafts = new ArrayDeque<>();
  private long newest;

  private VersionPress(
      FileSnapshotStore store, TopicCatalogue topics, KafkaProducer<byte[], byte[]> producer) {
    this.store = store;
    this.topics = topics;
    this.producer = producer;
  }

  /** Writes the first two versions. */
  public static VersionPress open(
      Path root,
      TopicCatalogue topics,
      Map<String, Object> kafka,
      int items,
      int users,
      int dimension)
      throws IOException {
    FileSnapshotStore store = write(root, items, users, dimension);
    VersionPress press =
        new VersionPress(
            store,
            topics,
            new KafkaProducer<>(kafka, new ByteArraySerializer(), new ByteArraySerializer()));
    press.newest = WRITTEN;
    return press;
  }

  /** A store with the first two versions. */
  public static FileSnapshotStore write(Path root, int items, int users, int dimension)
      throws IOException {
    FileSnapshotStore store = new FileSnapshotStore(root);
    for (long version = 1; version <= WRITTEN; version++) {
      new SnapshotWriter(store)
          .write(new RandomRows(version, items, users, dimension), header(version, dimension));
    }
    return store;
  }

  /* Random rows fill all their dimensions. */
  private static SnapshotHeader header(long version, int dimension) {
    return new SnapshotHeader(
        MODEL,
        version,
        version == 1 ? null : version - 1,
        System.currentTimeMillis(),
        new Scoring(0.1f, 1.5f, 0.5f, 20, 0.8f, 0.5f, 3),
        new Manifest.Offsets(Map.of(), Map.of(), Map.of(), Map.of()),
        version,
        Map.of("item_effective_rank", (double) dimension));
  }

  public FileSnapshotStore store() {
    return store;
  }

  /** The version that was made last. */
  public long newest() {
    return newest;
  }

  /** Makes one more version and announces it. */
  public long next() throws IOException {
    long version = ++newest;
    Path draft = drafts.poll();
    publish(draft == null ? copy(1 + version % WRITTEN) : draft, version);
    announce(version);
    if (version - KEPT > WRITTEN) {
      store.delete(MODEL, version - KEPT);
    }
    return version;
  }

  /**
   * Copies the files of further versions, so that {@link #next} has no more to do than to rename.
   */
  public void prepare(int count) throws IOException {
    while (drafts.size() < count) {
      drafts.add(copy(1 + (newest + 1 + drafts.size()) % WRITTEN));
    }
  }

  private Path copy(long source) throws IOException {
    Path from = store.open(MODEL, source).folder();
    Path draft = Files.createTempDirectory(store.root().resolve(MODEL), ".draft-");
    try (var files = Files.list(from)) {
      for (Path file : files.toList()) {
        // a copy and no link: its pages are as new to the reader as those of a built version
        Path copied = Files.copy(file, draft.resolve(file.getFileName()));
        // and on the disk now, not in the middle of a measurement
        try (FileChannel channel = FileChannel.open(copied, StandardOpenOption.WRITE)) {
          channel.force(true);
        }
      }
    }
    return draft;
  }

  private void publish(Path draft, long version) throws IOException {
    Path file = draft.resolve(SnapshotFiles.MANIFEST);
    ObjectNode manifest = (ObjectNode) JSON.readTree(Files.readAllBytes(file));
    manifest.put("version", version);
    Files.write(file, JSON.writeValueAsBytes(manifest));
    Files.move(draft, store.root().resolve(MODEL).resolve(Long.toString(version)));
  }

  private void announce(long version) throws IOException {
    StoredSnapshot stored = store.open(MODEL, version);
    var _ =
        producer.send(
            new ProducerRecord<>(
                topics.snapshots().name(),
                MODEL.getBytes(StandardCharsets.UTF_8),
                RecordSerdes.SNAPSHOT_ANNOUNCEMENT.encode(
                    SnapshotAnnouncement.newBuilder()
                        .setModel(MODEL)
                        .setVersion(version)
                        .setManifestSha256(stored.manifestSha256())
                        .build())));
    producer.flush();
  }

  @Override
  public void close() {
    producer.close();
  }
}
