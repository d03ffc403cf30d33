package io.eddyline.k8s.broker;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import kafka.server.BrokerServer;
import kafka.server.ControllerServer;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.server.SharedServer;
import kafka.server.StandardFaultHandlerFactory;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.raft.QuorumConfig;
import org.apache.kafka.server.ServerSocketFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Controller and broker of one process, as Kafka's {@link KafkaRaftServer} puts them together, but
 * for one thing: the broker starts once the controllers have fenced its life before.
 *
 * <p>Threading: start and close from one thread.
 */
/*
 * Why the broker waits. After a crash the metadata say that the broker lives and leads until its
 * session ends. One that starts meanwhile
 *
 *   1. takes up the transactions log in the epoch of its life before, and queues the commit markers
 *      of every transaction that was about to end;
 *   2. is fenced, so that no partition has a leader;
 *   3. looks the leaders up again to send the markers. KRaftMetadataCache.getPartitionLeaderEndpoint
 *      of Kafka 4.3.1 takes a partition without a leader for one that was deleted
 *      (KAFKA-20734): the markers are dropped and the transaction counts as complete.
 *
 * The partitions then have an open transaction that nobody ends, and committed readers stand before
 * it for ever. A broker that starts after step 2 takes the log up when all partitions have leaders.
 */
final class CombinedServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CombinedServer.class);
  private static final long FENCING_TIMEOUT_SECONDS = 60;

  private final FencingWatch fencing;
  private final SharedServer shared;
  private final ControllerServer controller;
  private final BrokerServer broker;

  CombinedServer(KafkaConfig config) {
    var folders = KafkaRaftServer.initializeLogDirs(config, LOG, "");
    QuorumConfig quorum = config.quorumConfig();
    fencing = new FencingWatch(config.nodeId());
    shared =
        new SharedServer(
            config,
            folders._1(),
            Time.SYSTEM,
            new Metrics(),
            CompletableFuture.completedFuture(QuorumConfig.parseVoterConnections(quorum.voters())),
            QuorumConfig.parseBootstrapServers(quorum.bootstrapServers()),
            new StandardFaultHandlerFactory(),
            ServerSocketFactory.INSTANCE);
    broker = new BrokerServer(shared);
    controller = new ControllerServer(shared, KafkaRaftServer.configSchema(), folders._2());
  }

  /** Returns when the broker takes clients. */
  void start() throws Exception {
    controller.startup();
    shared.loader().installPublishers(List.of(fencing)).get();
    fencing.fenced().get(FENCING_TIMEOUT_SECONDS, TimeUnit.SECONDS);
    broker.startup();
  }

  /** The broker first: it hands its partitions on with the controller's help. */
  @Override
  public void close() {
    broker.shutdown();
    controller.shutdown();
    broker.awaitShutdown();
    controller.awaitShutdown();
  }
}
