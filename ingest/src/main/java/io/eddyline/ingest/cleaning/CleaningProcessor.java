package io.eddyline.ingest.cleaning;

import com.google.protobuf.Message;
import io.eddyline.ingest.event.EventCounters;
import io.eddyline.ingest.event.EventRules;
import io.eddyline.ingest.event.Quarantine;
import io.eddyline.ingest.event.Refusal;
import io.eddyline.schemas.record.Event;
import io.eddyline.schemas.record.Interaction;
import io.eddyline.schemas.record.Progress;
import io.eddyline.schemas.record.Rejection;
import io.eddyline.schemas.topic.TopicSpec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.WindowStore;
import org.jspecify.annotations.Nullable;

/**
 * Turns each record of {@code events} and {@code events-moved} into a record of {@code
 * interactions} in the same partition; a refused one into a record of {@code rejected} as well, a
 * misplaced one into a record of {@code events-moved} in its user's partition.
 *
 * <p>A record that comes again, after a crash, is judged as it was: the interaction is there twice
 * then, with one source, and whoever reads interactions takes the first.
 *
 * <p>Threading: one stream task.
 */
final class CleaningProcessor extends ContextualProcessor<byte[], byte[], byte[], Message> {
  private static final String DUPLICATE = "duplicate";
  private static final String MOVED = "moved";

  private final CleaningConfig config;
  private final EventRules rules;
  private final TopicSpec movedEvents;
  private final SourceTopics sources;
  private final EventCounters counters;
  private @Nullable Judge judge;

  CleaningProcessor(
      CleaningConfig config,
      EventRules rules,
      TopicSpec movedEvents,
      SourceTopics sources,
      EventCounters counters) {
    this.config = config;
    this.rules = rules;
    this.movedEvents = movedEvents;
    this.sources = sources;
    this.counters = counters;
  }

  @Override
  public void init(ProcessorContext<byte[], Message> context) {
    super.init(context);
    WindowStore<Bytes, byte[]> store = context.getStateStore(SeenEvents.STORE);
    judge =
        new Judge(
            rules,
            movedEvents.partitions(),
            new SeenEvents(store, Duration.ofHours(config.duplicateRetentionHours())),
            new FloodScale(config.floodEventsPerHour(), config.floodUsers()));
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    RecordMetadata source = context().recordMetadata().orElseThrow();
    boolean moved = source.topic().equals(movedEvents.name());
    Interaction.Builder interaction =
        Interaction.newBuilder()
            .setSourcePartition(source.partition())
            .setSourceOffset(source.offset())
            .setSourceTopic(sources.nameOf(source.topic()))
            .setSourceAppendedAtMs(record.timestamp())
            .setMoved(moved);
    Verdict verdict =
        Objects.requireNonNull(judge).judge(record.value(), source, moved, record.timestamp());
    switch (verdict) {
      case Verdict.Passed passed -> interaction.setSignal(passed.signal());
      case Verdict.Duplicate _ -> {
        counters.duplicate();
        interaction.setProgress(progress(DUPLICATE));
      }
      case Verdict.Misplaced(Event event) -> {
        counters.moved();
        interaction.setProgress(progress(MOVED));
        byte[] user = event.getUserId().getBytes(StandardCharsets.UTF_8);
        context().forward(record.withKey(user).withValue(event), CleaningTopology.MOVED_SINK);
      }
      case Verdict.Refused(Refusal refusal) -> {
        counters.rejected(refusal.reason());
        interaction.setProgress(progress(refusal.code()));
        quarantine(record, source, refusal);
      }
    }
    context().forward(record.withValue(interaction.build()), CleaningTopology.INTERACTIONS_SINK);
  }

  private void quarantine(Record<byte[], byte[]> record, RecordMetadata source, Refusal refusal) {
    byte[] raw = record.value() == null ? new byte[0] : record.value();
    Rejection rejection =
        Quarantine.rejection(refusal, raw, 0, raw.length, source.topic(), record.timestamp())
            .setSourcePartition(source.partition())
            .setSourceOffset(source.offset())
            .build();
    context().forward(record.withValue(rejection), CleaningTopology.REJECTED_SINK);
  }

  private static Progress progress(String reason) {
    return Progress.newBuilder().setReason(reason).build();
  }
}
