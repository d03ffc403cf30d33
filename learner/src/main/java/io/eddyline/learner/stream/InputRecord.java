package io.eddyline.learner.stream;

import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * A record that a task is about to deal with, and where it stands.
 *
 * @param nowMs when it was taken up
 */
record InputRecord(RecordMetadata place, Record<byte[], byte @Nullable []> record, long nowMs) {
  static InputRecord of(ProcessorContext<?, ?> context, Record<byte[], byte @Nullable []> record) {
    return new InputRecord(
        context.recordMetadata().orElseThrow(), record, context.currentSystemTimeMs());
  }

  long offset() {
    return place.offset();
  }

  byte @Nullable [] value() {
    return record.value();
  }

  /** Topic, partition and offset, for people. */
  String at() {
    return "offset %d of %s-%d".formatted(place.offset(), place.topic(), place.partition());
  }
}
