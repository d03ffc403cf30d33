package io.eddyline.k8s.broker;

import io.eddyline.k8s.broker.ClusterNode.Voter;
import io.eddyline.schemas.error.Action;
import io.eddyline.schemas.error.EddylineException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import kafka.server.KafkaConfig;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.metadata.storage.Formatter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One KRaft node, broker and controller in one, with its log in a folder.
 *
 * <p>Threading: start and close from one thread.
 */
public final class EmbeddedBroker implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedBroker.class);
  private static final int ONLY_NODE = 1;
  private static final String CLUSTER_ID_FILE = "cluster.id";
  private static final String BROKER_PORT_FILE = "broker.port";
  private static final String CONTROLLER_PORT_FILE = "controller.port";

  private final CombinedServer server;
  private final String bootstrapServers;

  private EmbeddedBroker(CombinedServer server, String bootstrapServers) {
    this.server = server;
    this.bootstrapServers = bootstrapServers;
  }

  /**
   * Starts the only node of a cluster; returns when it takes clients. Its ports are free ones, the
   * same at each start as long as nobody else has taken them: what waits for a node that was killed
   * finds it again where it was.
   *
   * @param folder holds the log; created if absent
   */
  public static EmbeddedBroker start(Path folder) {
    try {
      Files.createDirectories(folder);
      Voter self = new Voter(ONLY_NODE, port(folder.resolve(CONTROLLER_PORT_FILE)));
      int brokerPort = port(folder.resolve(BROKER_PORT_FILE));
      return start(
          folder, new ClusterNode(ONLY_NODE, brokerPort, List.of(self), clusterId(folder)));
    } catch (IOException e) {
      throw notStarted(folder, e);
    }
  }

  /**
   * Formats the folder if it is new and starts the node; returns when it takes clients, which in a
   * cluster of several is when most of them vote.
   *
   * @param folder holds the log; created if absent
   */
  public static EmbeddedBroker start(Path folder, ClusterNode node) {
    Path log = folder.resolve("log");
    try {
      Files.createDirectories(folder);
      format(log, node);
      KafkaConfig config = new KafkaConfig(NodeSettings.of(node, log), false);
      CombinedServer server = new CombinedServer(config);
      server.start();
      return new EmbeddedBroker(server, "127.0.0.1:" + node.brokerPort());
    } catch (Exception e) {
      throw notStarted(folder, e);
    }
  }

  private static EddylineException notStarted(Path folder, Exception cause) {
    return new EddylineException(
        Action.STOP,
        "the embedded broker did not start in %s: %s; is another process using that folder?"
            .formatted(folder, cause.getMessage()),
        cause);
  }

  /** Where clients connect. */
  public String bootstrapServers() {
    return bootstrapServers;
  }

  @Override
  public void close() {
    server.close();
  }

  /** Prepares the folder of a log; does nothing to one that was. */
  static void format(Path log, ClusterNode node) throws Exception {
    Formatter formatter =
        new Formatter()
            .setClusterId(node.clusterId())
            .setNodeId(node.id())
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

  /** The port that the file remembers if it is free, else another one, which it remembers then. */
  private static int port(Path file) throws IOException {
    if (Files.exists(file)) {
      try {
        return freePort(Integer.parseInt(Files.readString(file).strip()));
      } catch (BindException e) {
        LOG.info("the port of {} is taken, choosing another", file);
      }
    }
    int port = freePort(0);
    Files.writeString(file, Integer.toString(port));
    return port;
  }

  private static int freePort(int wanted) throws IOException {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), wanted));
      return socket.getLocalPort();
    }
  }
}
