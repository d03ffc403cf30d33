package io.eddyline.k8s.broker;

import io.eddyline.schemas.error.Action;
import io.eddyline.schemas.error.EddylineException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/**
 * One KRaft node, broker and controller in one, with its log in a folder.
 *
 * <p>Its ports are free ones of the loopback interface, chosen anew at each start.
 *
 * <p>Threading: start and close from one thread.
 */
public final class EmbeddedBroker implements AutoCloseable {
  private static final int NODE_ID = 1;
  private static final String CLUSTER_ID_FILE = "cluster.id";

  private final KafkaRaftServer server;
  private final String bootstrapServers;

  private EmbeddedBroker(KafkaRaftServer server, String bootstrapServers) {
    this.server = server;
    this.bootstrapServers = bootstrapServers;
  }

  /**
   * Formats the folder if it is new and starts the node; returns when it takes clients.
   *
   * @param folder holds the log; created if absent
   */
  public static EmbeddedBroker start(Path folder) {
    try {
      Files.createDirectories(folder);
      int brokerPort = freePort();
      int controllerPort = freePort();
      Path log = folder.resolve("log");
      format(log, clusterId(folder));
      KafkaConfig config = new KafkaConfig(settings(log, brokerPort, controllerPort), false);
      KafkaRaftServer server = new KafkaRaftServer(config, Time.SYSTEM);
      server.startup();
      return new EmbeddedBroker(server, "127.0.0.1:" + brokerPort);
    } catch (EddylineException e) {
      throw e;
    } catch (Exception e) {
      throw new EddylineException(
          Action.STOP,
          "the embedded broker did not start in %s: %s; is another process using that folder?"
              .formatted(folder, e.getMessage()),
          e);
    }
  }

  /** Where clients connect. */
  public String bootstrapServers() {
    return bootstrapServers;
  }

  @Override
  public void close() {
    server.shutdown();
    server.awaitShutdown();
  }

  private static Properties settings(Path log, int brokerPort, int controllerPort) {
    Properties settings = new Properties();
    settings.put("process.roles", "broker,controller");
    settings.put("node.id", Integer.toString(NODE_ID));
    settings.put("controller.quorum.voters", NODE_ID + "@127.0.0.1:" + controllerPort);
    settings.put(
        "listeners",
        "PLAINTEXT://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d".formatted(brokerPort, controllerPort));
    settings.put("advertised.listeners", "PLAINTEXT://127.0.0.1:" + brokerPort);
    settings.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
    settings.put("controller.listener.names", "CONTROLLER");
    settings.put("log.dirs", log.toString());
    // One node: every internal topic has one replica and few partitions, which start quickly.
    settings.put("offsets.topic.replication.factor", "1");
    settings.put("offsets.topic.num.partitions", "4");
    settings.put("transaction.state.log.replication.factor", "1");
    settings.put("transaction.state.log.min.isr", "1");
    settings.put("transaction.state.log.num.partitions", "4");
    settings.put("group.initial.rebalance.delay.ms", "0");
    settings.put("auto.create.topics.enable", "false");
    settings.put("num.network.threads", "2");
    settings.put("num.io.threads", "4");
    settings.put("log.cleaner.dedupe.buffer.size", Integer.toString(32 << 20));
    // After a crash the controller, in the same process, takes the broker of before for alive until
    // its session ends; the sooner, the sooner the new one leads its partitions.
    settings.put("broker.session.timeout.ms", "1500");
    settings.put("broker.heartbeat.interval.ms", "300");
    settings.put("share.coordinator.state.topic.replication.factor", "1");
    settings.put("share.coordinator.state.topic.min.isr", "1");
    return settings;
  }

  private static void format(Path log, String clusterId) throws Exception {
    Formatter formatter =
        new Formatter()
            .setClusterId(clusterId)
            .setNodeId(NODE_ID)
            .setDirectories(List.of(log.toString()))
            .setMetadataLogDirectory(log.toString())
            .setControllerListenerName("CONTROLLER")
            .setIgnoreFormatted(true)
            .setPrintStream(
                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
    formatter.run();
  }

  private static String clusterId(Path folder) throws IOException {
    Path file = folder.resolve(CLUSTER_ID_FILE);
    if (!Files.exists(file)) {
      Files.writeString(file, Uuid.randomUuid().toString());
    }
    return Files.readString(file).strip();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
