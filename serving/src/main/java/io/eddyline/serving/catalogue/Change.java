package io.eddyline.serving.catalogue;

import io.eddyline.schemas.error.FormatException;
import io.eddyline.schemas.snapshot.CatalogueEntry;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A record of the catalogue's topic.
 *
 * @param entry what it says; unavailable, without title and attributes, for an item that has left
 * @param partition where it stands
 * @param offset where it stands in the partition
 */
record Change(CatalogueEntry entry, int partition, long offset) {
  /**
   * The change in a record.
   *
   * @throws FormatException if it is not readable
   */
  static Change of(ConsumerRecord<byte[], byte[]> record) {
    String id = CatalogueEntry.id(record.key());
    CatalogueEntry entry = CatalogueEntry.of(id, record.value());
    return new Change(entry, record.partition(), record.offset());
  }
}
