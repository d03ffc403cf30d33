package io.eddyline.k8s.cluster;

import static org.awaitility.Awaitility.await;

import io.eddyline.k8s.broker.ClusterNode;
import io.eddyline.k8s.broker.ClusterNode.Voter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Uuid;

/**
 * A Kafka cluster of one or several brokers, each a process that keeps its ports and its folder
 * over a restart.
 *
 * <p>Threading: one thread.
 */
public final class BrokerCluster implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final int START_ATTEMPTS = 3;
  private static final long ANSWER_SECONDS = 20;

  private final List<ClusterNode> nodes;
  private final List<JvmProcess> processes = new ArrayList<>();
  private final List<String> jvmOptions;
  private final Path folder;
  private final Path logs;

  private BrokerCluster(List<ClusterNode> nodes, List<String> jvmOptions, Path folder, Path logs) {
    this.nodes = nodes;
    this.jvmOptions = jvmOptions;
    this.folder = folder;
    this.logs = logs;
    nodes.forEach(node -> processes.add(startNode(node)));
  }

  /**
   * Starts a cluster; returns when every broker takes clients. Should another process take a port
   * in between, all of it is started again on others.
   *
   * @param folder holds the brokers' logs
   * @param logs receives what the brokers print
   */
  public static BrokerCluster start(
      int brokers, List<String> jvmOptions, Path folder, Path logs, FreePorts ports) {
    for (int attempt = 1; ; attempt++) {
      BrokerCluster cluster =
          new BrokerCluster(
              nodes(brokers, ports), jvmOptions, folder.resolve("attempt-" + attempt), logs);
      try {
        cluster.awaitMembers();
        return cluster;
      } catch (AssertionError e) {
        cluster.close();
        if (attempt == START_ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  public int size() {
    return nodes.size();
  }

  /** Where clients connect. */
  public String bootstrapServers() {
    return nodes.stream()
        .map(node -> "127.0.0.1:" + node.brokerPort())
        .collect(Collectors.joining(","));
  }

  /** The process of a broker, [0, size). */
  public JvmProcess process(int broker) {
    return processes.get(broker);
  }

  /** Starts a broker that was ended, on its ports and folder. */
  public void restart(int broker) {
    processes.get(broker).close();
    processes.set(broker, startNode(nodes.get(broker)));
  }

  /** Waits until every broker is a member. */
  public void awaitMembers() {
    withAdmin(
        admin ->
            await()
                .atMost(PATIENCE)
                .ignoreExceptionsMatching(e -> !(e instanceof AssertionError))
                .until(
                    () -> {
                      processes.forEach(JvmProcess::requireAlive);
                      return answer(admin.describeCluster().nodes()).size() == nodes.size();
                    }));
  }

  /** Waits until every replica of every partition is in sync, so that any broker can be missed. */
  public void awaitInSync() {
    awaitMembers();
    withAdmin(
        admin ->
            await()
                .atMost(PATIENCE)
                .ignoreExceptionsMatching(e -> !(e instanceof AssertionError))
                .until(() -> topics(admin).values().stream().allMatch(BrokerCluster::isInSync)));
  }

  @Override
  public void close() {
    processes.forEach(JvmProcess::close);
  }

  private static boolean isInSync(TopicDescription topic) {
    return topic.partitions().stream()
        .allMatch(partition -> partition.isr().size() == partition.replicas().size());
  }

  private static Map<String, TopicDescription> topics(Admin admin) throws Exception {
    ListTopicsOptions all = new ListTopicsOptions().listInternal(true);
    return answer(admin.describeTopics(answer(admin.listTopics(all).names())).allTopicNames());
  }

  private static <T> T answer(KafkaFuture<T> future) throws Exception {
    try {
      return future.get(ANSWER_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }

  private interface AdminAction {
    void accept(Admin admin);
  }

  private void withAdmin(AdminAction action) {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers()))) {
      action.accept(admin);
    }
  }

  private JvmProcess startNode(ClusterNode node) {
    String name = "broker-" + node.id();
    return JvmProcess.start(
        name,
        jvmOptions,
        ChildMain.broker(folder.resolve(name), node),
        logs.resolve(name + ".log"));
  }

  private static List<ClusterNode> nodes(int count, FreePorts ports) {
    List<Voter> voters = new ArrayList<>();
    for (int id = 1; id <= count; id++) {
      voters.add(new Voter(id, ports.next()));
    }
    String clusterId = Uuid.randomUuid().toString();
    List<ClusterNode> nodes = new ArrayList<>();
    for (int id = 1; id <= count; id++) {
      nodes.add(new ClusterNode(id, ports.next(), voters, clusterId));
    }
    return nodes;
  }
}
