package io.eddyline.learner.snapshot.build;

import io.eddyline.schemas.record.SnapshotAnnouncement;
import io.eddyline.schemas.serde.RecordSerdes;
import io.eddyline.schemas.snapshot.Manifest;
import io.eddyline.schemas.snapshot.StoredSnapshot;
import io.eddyline.schemas.topic.TopicSpec;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the snapshots' topic about the newest version, again if Kafka did not take it.
 *
 * <p>Threading: the builder's thread; the producer's thread sets {@link #lost} alone.
 */
final class Announcer {
  private static final Logger LOG = LoggerFactory.getLogger(Announcer.class);

  private final Producer<byte[], byte[]> producer;
  private final TopicSpec topic;
  private volatile boolean lost;

  Announcer(Producer<byte[], byte[]> producer, TopicSpec topic) {
    this.producer = producer;
    this.topic = topic;
  }

  /** Whether the last announcement did not arrive and is to be repeated. */
  boolean lost() {
    return lost;
  }

  void announce(StoredSnapshot snapshot) {
    Manifest manifest = snapshot.manifest();
    SnapshotAnnouncement announcement =
        SnapshotAnnouncement.newBuilder()
            .setModel(manifest.model())
            .setVersion(manifest.version())
            .setLocation(manifest.model() + "/" + manifest.version())
            .setManifestSha256(snapshot.manifestSha256())
            .setCreatedAtMs(manifest.createdAtMs())
            .setTrainedEvents(manifest.trainedEvents())
            .build();
    lost = false;
    Future<?> _ =
        producer.send(
            new ProducerRecord<>(
                topic.name(),
                manifest.model().getBytes(StandardCharsets.UTF_8),
                RecordSerdes.SNAPSHOT_ANNOUNCEMENT.encode(announcement)),
            (_, failure) -> {
              if (failure != null) {
                LOG.warn(
                    "snapshot {} was not announced, trying again", manifest.version(), failure);
                lost = true;
              }
            });
  }
}
