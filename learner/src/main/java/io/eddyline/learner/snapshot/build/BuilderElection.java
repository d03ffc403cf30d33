package io.eddyline.learner.snapshot.build;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.common.TopicPartition;

/**
 * Chooses the one builder that writes among all that run for a model: the member of a consumer
 * group that holds the only partition of the announcements. Nothing is read from it.
 *
 * <p>A member that ends hands the office on at once; one that dies or stands still loses it after
 * the group's session timeout. A member that stood still may believe in its office until its next
 * {@link #poll}: what keeps the store whole then is that a version becomes visible once only.
 *
 * <p>Threading: owned by the builder's thread.
 */
final class BuilderElection implements AutoCloseable {
  private final Consumer<byte[], byte[]> member;
  private final String topic;
  private boolean elected;

  /**
   * @param member of the group that all builders of the model are in; closed with the election
   * @param topic with one partition
   */
  BuilderElection(Consumer<byte[], byte[]> member, String topic) {
    this.member = member;
    this.topic = topic;
  }

  void start() {
    member.subscribe(List.of(topic), new Office());
  }

  /** Takes part in the group's life; returns whether this builder is the one that writes. */
  boolean poll() {
    member.poll(Duration.ZERO);
    return elected;
  }

  @Override
  public void close() {
    member.close();
  }

  private final class Office implements ConsumerRebalanceListener {
    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
      member.pause(partitions);
      elected |= !partitions.isEmpty();
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      elected &= partitions.isEmpty();
    }
  }
}
