package io.eddyline.learner.stream;

import io.eddyline.learner.coldstart.AttributeIndex;
import io.eddyline.learner.coldstart.AttributeValues;
import io.eddyline.schemas.error.FormatException;
import io.eddyline.schemas.snapshot.CatalogueEntry;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * Fills the process's attribute index from the catalogue's topic. What cannot be read is counted,
 * and its item stays as it was.
 *
 * <p>Threading: Streams' global thread.
 */
final class CatalogueProcessor
    implements Processor<byte @Nullable [], byte @Nullable [], Void, Void> {
  private final AttributeIndex attributes;
  private final UnreadableRecords unreadable;
  private @Nullable ProcessorContext<Void, Void> context;

  CatalogueProcessor(LearnerParts parts) {
    attributes = parts.attributes();
    unreadable = parts.unreadable();
  }

  @Override
  public void init(ProcessorContext<Void, Void> processorContext) {
    context = processorContext;
  }

  @Override
  public void process(Record<byte @Nullable [], byte @Nullable []> record) {
    try {
      String id = CatalogueEntry.id(record.key());
      byte[] value = record.value();
      if (value == null) {
        attributes.remove(id);
      } else {
        attributes.put(id, AttributeValues.of(CatalogueEntry.of(id, value).attributes()));
      }
    } catch (FormatException e) {
      unreadable.passedOver(place(), record.key(), e);
    }
  }

  private String place() {
    return context == null
        ? "the catalogue"
        : context
            .recordMetadata()
            .map(at -> "%s-%d offset %d".formatted(at.topic(), at.partition(), at.offset()))
            .orElse("the catalogue");
  }
}
