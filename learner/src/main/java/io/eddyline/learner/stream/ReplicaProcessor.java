package io.eddyline.learner.stream;

import io.eddyline.learner.table.ItemImage;
import io.eddyline.learner.table.ItemReplica;
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
  private final Lead lead;
  private final UnreadableRecords unreadable;
  private final ItemImage image;
  private @Nullable ProcessorContext<Void, Void> context;

  ReplicaProcessor(LearnerParts parts) {
    replica = parts.replica();
    lead = parts.lead();
    unreadable = parts.unreadable();
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
        if (value == null) {
          replica.retire(RowKeys.id(key), true);
        } else {
          ItemRowCodec.read(RecordSerdes.ITEM_ROW.decode(value), image);
          image.partition = partition;
          replica.apply(RowKeys.id(key), image);
        }
      }
      case PROGRESS -> {
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

  private int partition() {
    if (context == null) {
      throw new IllegalStateException("process before init");
    }
    return context.recordMetadata().map(metadata -> metadata.partition()).orElseThrow();
  }
}
