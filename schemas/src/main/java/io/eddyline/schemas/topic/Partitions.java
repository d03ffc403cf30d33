package io.eddyline.schemas.topic;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.utils.Utils;

/** Where an id lives: Kafka's default partitioner, murmur2 of the UTF-8 bytes. */
public final class Partitions {
  private Partitions() {}

  /** The partition of {@code id} among {@code partitionCount}. */
  public static int of(String id, int partitionCount) {
    return Utils.toPositive(Utils.murmur2(id.getBytes(StandardCharsets.UTF_8))) % partitionCount;
  }
}
