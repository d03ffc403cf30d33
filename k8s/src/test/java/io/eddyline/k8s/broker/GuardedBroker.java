package io.eddyline.k8s.broker;

import io.eddyline.k8s.broker.ClusterNode.Voter;
import io.eddyline.k8s.cluster.FreePorts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import kafka.server.KafkaConfig;
import org.apache.kafka.common.Uuid;

/**
 * A node with a door for clients, who must say who they are (SCRAM) and may do what rules allow,
 * and one for the test, who may do everything.
 *
 * <p>Threading: start and close from one thread.
 */
public final class GuardedBroker implements AutoCloseable {
  private static final String GUARDED = "CLIENTS";
  private static final String MECHANISM = "SCRAM-SHA-512";
  private static final String ADDRESS = "127.0.0.1:";

  private final CombinedServer server;
  private final int openPort;
  private final int guardedPort;

  private GuardedBroker(CombinedServer server, int openPort, int guardedPort) {
    this.server = server;
    this.openPort = openPort;
    this.guardedPort = guardedPort;
  }

  /** Starts the only node of a cluster, without users and rules; returns when it takes clients. */
  public static GuardedBroker start(Path folder, FreePorts ports) throws Exception {
    ClusterNode node =
        new ClusterNode(
            1, ports.next(), List.of(new Voter(1, ports.next())), Uuid.randomUuid().toString());
    int guardedPort = ports.next();
    Path log = Files.createDirectories(folder).resolve("log");
    EmbeddedBroker.format(log, node);
    Properties settings = NodeSettings.of(node, log);
    String guarded = ",%s://%s%d".formatted(GUARDED, ADDRESS, guardedPort);
    for (String key : List.of("listeners", "advertised.listeners")) {
      settings.put(key, settings.get(key) + guarded);
    }
    settings.put(
        "listener.security.protocol.map",
        settings.get("listener.security.protocol.map") + "," + GUARDED + ":SASL_PLAINTEXT");
    settings.put("sasl.enabled.mechanisms", MECHANISM);
    settings.put(
        "listener.name.clients.scram-sha-512.sasl.jaas.config",
        "org.apache.kafka.common.security.scram.ScramLoginModule required;");
    settings.put(
        "authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
    settings.put("super.users", "User:ANONYMOUS");
    CombinedServer server = new CombinedServer(new KafkaConfig(settings, false));
    server.start();
    return new GuardedBroker(server, node.brokerPort(), guardedPort);
  }

  /** Where nobody is asked. */
  public String openDoor() {
    return ADDRESS + openPort;
  }

  /** Where clients must say who they are. */
  public String guardedDoor() {
    return ADDRESS + guardedPort;
  }

  @Override
  public void close() {
    server.close();
  }
}
