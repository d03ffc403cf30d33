package io.eddyline.k8s.standalone;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/**
 * What a broker knows of logs that stand still: the partitions that committed readers see less of
 * than there is, with the transactions that are open there; what the coordinators say of all
 * transactions; and where each group is. For the message of a test that waited in vain.
 */
final class LogState {
  private static final long ANSWER_SECONDS = 20;

  private final Admin admin;
  private final StringBuilder text = new StringBuilder();

  private LogState(Admin admin) {
    this.admin = admin;
  }

  /** A line for each. */
  static String of(String bootstrapServers) {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
      LogState state = new LogState(admin);
      try {
        state.tellPartitions();
        state.tellTransactions();
        state.tellGroups();
      } catch (ExecutionException | TimeoutException e) {
        state.tell("not all was answered", e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return state.text.toString();
    }
  }

  private void tellPartitions() throws InterruptedException, ExecutionException, TimeoutException {
    Collection<String> topics = answer(admin.listTopics().names());
    List<TopicPartition> partitions =
        answer(admin.describeTopics(topics).allTopicNames()).values().stream()
            .flatMap(
                topic ->
                    topic.partitions().stream()
                        .map(it -> new TopicPartition(topic.name(), it.partition())))
            .toList();
    Map<TopicPartition, Long> ends = ends(partitions, IsolationLevel.READ_UNCOMMITTED);
    Map<TopicPartition, Long> stable = ends(partitions, IsolationLevel.READ_COMMITTED);
    answer(admin.describeProducers(partitions).all())
        .forEach(
            (partition, producers) -> {
              if (!Objects.equals(stable.get(partition), ends.get(partition))) {
                List<ProducerState> open =
                    producers.activeProducers().stream()
                        .filter(producer -> producer.currentTransactionStartOffset().isPresent())
                        .toList();
                tell(
                    partition,
                    "%d of %d are committed, open: %s"
                        .formatted(stable.get(partition), ends.get(partition), open));
              }
            });
  }

  private Map<TopicPartition, Long> ends(List<TopicPartition> partitions, IsolationLevel isolation)
      throws InterruptedException, ExecutionException, TimeoutException {
    Map<TopicPartition, OffsetSpec> latest =
        partitions.stream().collect(Collectors.toMap(it -> it, _ -> OffsetSpec.latest()));
    return answer(admin.listOffsets(latest, new ListOffsetsOptions(isolation)).all())
        .entrySet()
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, end -> end.getValue().offset()));
  }

  private void tellTransactions()
      throws InterruptedException, ExecutionException, TimeoutException {
    List<String> ids =
        answer(admin.listTransactions().all()).stream()
            .map(TransactionListing::transactionalId)
            .toList();
    answer(admin.describeTransactions(ids).all()).forEach(this::tell);
  }

  private void tellGroups() throws InterruptedException, ExecutionException, TimeoutException {
    for (var group : answer(admin.listGroups().all())) {
      tell(
          group,
          answer(admin.listConsumerGroupOffsets(group.groupId()).partitionsToOffsetAndMetadata()));
    }
  }

  private void tell(Object what, Object state) {
    text.append('\n').append(what).append(": ").append(state);
  }

  private static <T> T answer(KafkaFuture<T> future)
      throws InterruptedException, ExecutionException, TimeoutException {
    return future.get(ANSWER_SECONDS, TimeUnit.SECONDS);
  }
}
