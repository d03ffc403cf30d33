package io.eddyline.learner.stream;

import io.eddyline.schemas.streams.ReplacementDelay;
import io.eddyline.schemas.streams.StreamsClients;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.TopicPartition;

/**
 * Clients whose main consumers wait for the item side, and whose producers have names of their own
 * for their transactions.
 *
 * <p>Streams names a transaction after its process, anew at each start where no store is on disk.
 * The transaction that a killed process leaves open then holds every committed reader up until it
 * times out. Here a process that has a name of its own names its transactions after that: when it
 * comes back, its producer ends the open one at once.
 */
final class LearnerClients extends StreamsClients {
  /* application, process and thread: <application id>-<UUID>-<number> */
  private static final Pattern PROCESS =
      Pattern.compile("(?<=-)\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}(?=-\\d+$)");

  private final Predicate<TopicPartition> mustWait;
  private final Runnable beforePoll;
  private final String instanceId;
  private final Transactions transactions;

  /**
   * @param mustWait asked for every assigned partition before each poll
   * @param beforePoll done by a stream thread before each poll
   * @param instanceId name of this process, stable over restarts; empty if it has none
   * @param transactions told how the producers' transactions end
   * @param delay of the threads that are made from now on
   */
  LearnerClients(
      Predicate<TopicPartition> mustWait,
      Runnable beforePoll,
      String instanceId,
      Transactions transactions,
      ReplacementDelay delay) {
    super(delay);
    this.mustWait = mustWait;
    this.beforePoll = beforePoll;
    this.instanceId = instanceId;
    this.transactions = transactions;
  }

  /** The name of a transaction, under the instance's name if it has one. */
  static String transactionalId(String ofStreams, String instanceId) {
    return instanceId.isEmpty()
        ? ofStreams
        : PROCESS.matcher(ofStreams).replaceFirst(Matcher.quoteReplacement(instanceId));
  }

  @Override
  public Producer<byte[], byte[]> getProducer(Map<String, Object> config) {
    Map<String, Object> named = new HashMap<>(config);
    named.computeIfPresent(
        ProducerConfig.TRANSACTIONAL_ID_CONFIG,
        (_, id) -> transactionalId(id.toString(), instanceId));
    return new WitnessedProducer(named, transactions);
  }

  @Override
  public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
    return PacedConsumer.wrap(super.getConsumer(config), mustWait, beforePoll);
  }
}
