package io.eddyline.learner.stream;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KafkaClientSupplier;

/**
 * Kafka's stock clients, but for the main consumers, which wait for the item side and, in the place
 * of a failed thread's, for their turn; and for the names of the producers' transactions.
 *
 * <p>Streams names a transaction after its process, anew at each start where no store is on disk.
 * The transaction that a killed process leaves open then holds every committed reader up until it
 * times out. Here a process that has a name of its own names its transactions after that: when it
 * comes back, its producer ends the open one at once.
 */
final class LearnerClients implements KafkaClientSupplier {
  /* application, process and thread: <application id>-<UUID>-<number> */
  private static final Pattern PROCESS =
      Pattern.compile("(?<=-)\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}(?=-\\d+$)");

  private final Predicate<TopicPartition> mustWait;
  private final String instanceId;
  private final ReplacementDelay delay;

  /**
   * @param mustWait asked for every assigned partition before each poll
   * @param instanceId name of this process, stable over restarts; empty if it has none
   * @param delay of the threads that are made from now on
   */
  LearnerClients(Predicate<TopicPartition> mustWait, String instanceId, ReplacementDelay delay) {
    this.mustWait = mustWait;
    this.instanceId = instanceId;
    this.delay = delay;
  }

  /** The name of a transaction, under the instance's name if it has one. */
  static String transactionalId(String ofStreams, String instanceId) {
    return instanceId.isEmpty()
        ? ofStreams
        : PROCESS.matcher(ofStreams).replaceFirst(Matcher.quoteReplacement(instanceId));
  }

  @Override
  public Admin getAdmin(Map<String, Object> config) {
    return Admin.create(config);
  }

  @Override
  public Producer<byte[], byte[]> getProducer(Map<String, Object> config) {
    Map<String, Object> named = new HashMap<>(config);
    named.computeIfPresent(
        ProducerConfig.TRANSACTIONAL_ID_CONFIG,
        (_, id) -> transactionalId(id.toString(), instanceId));
    return new KafkaProducer<>(named, new ByteArraySerializer(), new ByteArraySerializer());
  }

  @Override
  public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
    return PacedConsumer.wrap(consumer(config), mustWait, this::awaitStart);
  }

  /* The wait is the new thread's own, in its first polls: the others go on meanwhile. */
  private boolean awaitStart(Duration atMost) {
    long remainingNs = delay.remainingNs();
    LockSupport.parkNanos(Math.min(remainingNs, atMost.toNanos()));
    return remainingNs == 0;
  }

  @Override
  public Consumer<byte[], byte[]> getRestoreConsumer(Map<String, Object> config) {
    return consumer(config);
  }

  @Override
  public Consumer<byte[], byte[]> getGlobalConsumer(Map<String, Object> config) {
    return consumer(config);
  }

  private static Consumer<byte[], byte[]> consumer(Map<String, Object> config) {
    return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }
}
