package io.eddyline.k8s.broker;

import java.nio.file.Path;
import java.util.Properties;

/** Kafka's server settings for one node: small, quick to start and quick to notice a dead one. */
final class NodeSettings {
  private NodeSettings() {}

  /**
   * @param log folder of the node's log
   */
  static Properties of(ClusterNode node, Path log) {
    Properties settings = new Properties();
    settings.put("process.roles", "broker,controller");
    settings.put("node.id", Integer.toString(node.id()));
    settings.put("controller.quorum.voters", node.quorum());
    settings.put(
        "listeners",
        "PLAINTEXT://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d"
            .formatted(node.brokerPort(), node.controllerPort()));
    settings.put("advertised.listeners", "PLAINTEXT://127.0.0.1:" + node.brokerPort());
    settings.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
    settings.put("controller.listener.names", "CONTROLLER");
    settings.put("log.dirs", log.toString());
    putInternalTopics(settings, node);
    settings.put("group.initial.rebalance.delay.ms", "0");
    settings.put("auto.create.topics.enable", "false");
    settings.put("min.insync.replicas", Integer.toString(node.syncReplicas()));
    settings.put("num.network.threads", "2");
    settings.put("num.io.threads", "4");
    settings.put("log.cleaner.dedupe.buffer.size", Integer.toString(32 << 20));
    // After a crash the controller takes the broker of before for alive until its session ends; the
    // sooner, the sooner another one, or the new one, leads its partitions.
    settings.put("broker.session.timeout.ms", "1500");
    settings.put("broker.heartbeat.interval.ms", "300");
    // A transaction whose producer is gone holds committed readers up until it is looked at.
    settings.put("transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000");
    return settings;
  }

  private static void putInternalTopics(Properties settings, ClusterNode node) {
    String replicas = Integer.toString(node.replicas());
    String syncReplicas = Integer.toString(node.syncReplicas());
    settings.put("offsets.topic.replication.factor", replicas);
    // Few partitions start quickly.
    settings.put("offsets.topic.num.partitions", "4");
    settings.put("transaction.state.log.replication.factor", replicas);
    settings.put("transaction.state.log.min.isr", syncReplicas);
    settings.put("transaction.state.log.num.partitions", "4");
    settings.put("share.coordinator.state.topic.replication.factor", replicas);
    settings.put("share.coordinator.state.topic.min.isr", syncReplicas);
  }
}
