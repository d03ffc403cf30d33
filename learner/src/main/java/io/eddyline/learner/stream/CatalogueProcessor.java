package io.eddyline.learner.stream;

import io.eddyline.learner.coldstart.AttributeIndex;
import io.eddyline.learner.coldstart.AttributeValues;
import io.eddyline.schemas.error.FormatException;
import io.eddyline.schemas.record.Item;
import io.eddyline.schemas.serde.RecordSerdes;
import io.eddyline.schemas.snapshot.CatalogueEntry;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * Fills the process's attribute index from the catalogue's topic.
 *
 * <p>Threading: Streams' global thread.
 */
final class CatalogueProcessor implements Processor<byte[], byte @Nullable [], Void, Void> {
  private final AttributeIndex attributes;
  private final UnreadableRecords unreadable;

  CatalogueProcessor(LearnerParts parts) {
    attributes = parts.attributes();
    unreadable = parts.unreadable();
  }

  @Override
  public void process(Record<byte[], byte @Nullable []> record) {
    String id = new String(record.key(), StandardCharsets.UTF_8);
    byte[] value = record.value();
    if (value == null) {
      attributes.remove(id);
      return;
    }
    try {
      Item item = RecordSerdes.ITEM.decode(value);
      attributes.put(id, AttributeValues.of(CatalogueEntry.attributes(item.getAttributesJson())));
    } catch (FormatException e) {
      unreadable.passedOver("the catalogue", record.key(), e);
    }
  }
}
