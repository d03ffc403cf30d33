package io.eddyline.learner.stream;

import io.eddyline.learner.table.ItemImage;
import io.eddyline.learner.table.ItemReplica;
import io.eddyline.learner.table.ReplicaHints;
import io.eddyline.learner.table.ReplicaReader;
import io.eddyline.schemas.error.FormatException;
import io.eddyline.schemas.record.RowProgress;
import io.eddyline.schemas.serde.RecordSerdes;
import io.eddyline.schemas.serde.RowKeys;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * Fills the process's item replica from the committed item rows, and hears from their progress
 * records how far the item side is.
 *
 * <p>Threading: Streams' global thread.
 */
final class ReplicaProcessor implements Processor<byte[], byte[], Void, Void> {
  private final ItemReplica replica;
  private final ReplicaHints hints;
  private final Lead lead;
  private final UnreadableRecords unreadable;
  private final ItemRowReader reader = new ItemRowReader();
  private final IdNumbers ordinals;
  private final ReplicaReader remembered;
  private final ItemImage image;
  private @Nullable ProcessorContext<Void, Void> context;

  ReplicaProcessor(LearnerParts parts) {
    replica = parts.replica();
    hints = parts.hints();
    lead = parts.lead();
    unreadable = parts.unreadable();
    ordinals = IdNumbers.ofReplica(replica);
    remembered = replica.addReader();
    image = new ItemImage(replica.dimension());
  }

  @Override
  public void init(ProcessorContext<Void, Void> processorContext) {
    context = processorContext;
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    try {
      apply(record.key(), record.value());
    } catch (FormatException e) {
      unreadable.passedOver("the item rows of partition " + partition(), record.key(), e);
    }
  }

  private void apply(byte[] key, byte @Nullable [] value) {
    int partition = partition();
    switch (RowKeys.kind(key)) {
      case ROW -> {
        String id = RowKeys.id(key);
        if (value == null) {
          replica.retire(id, true);
        } else {
          applyRow(id, value, partition);
        }
      }
      case PROGRESS -> {
        forgetRetired();
        if (value != null) {
          RowProgress progress = RecordSerdes.ROW_PROGRESS.decode(value);
          replica.advanceClock(partition, progress.getLivePairs());
          progress
              .getAppliedSourceOffsetsMap()
              .forEach((source, offset) -> lead.applied(partition, source, offset));
        }
      }
      case SEEN_BLOCK -> throw new FormatException("a seen block of a user among the item rows");
    }
  }

  /* Most rows come from this very process, which has them in the replica already. */
  private void applyRow(String id, byte[] value, int partition) {
    reader.read(value);
    replica.advanceClock(partition, reader.popularityClock());
    if (replica.isNewer(id, reader.epoch(), reader.versionCount())) {
      reader.fill(image, ordinals);
      image.partition = partition;
      replica.apply(id, image);
    } else if (hints.hinted(partition, reader.epoch())) {
      reader.fill(image, ordinals);
      hints.takeNeighbours(id, image);
    }
  }

  private void forgetRetired() {
    if (remembered.hasWork()) {
      remembered.startPass();
      ordinals.clear();
      remembered.endPass();
    }
  }

  @Override
  public void close() {
    remembered.close();
  }

  private int partition() {
    if (context == null) {
      throw new IllegalStateException("process before init");
    }
    return context.recordMetadata().map(metadata -> metadata.partition()).orElseThrow();
  }
}
