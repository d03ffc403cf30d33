package io.eddyline.k8s.cluster;

import io.eddyline.k8s.chart.RenderedPod;
import io.eddyline.k8s.config.ConfigLoader;
import io.eddyline.k8s.config.EddylineConfig;
import io.eddyline.schemas.topic.TopicAdmin;
import io.eddyline.schemas.topic.TopicCatalogue;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.apache.kafka.clients.admin.Admin;

/**
 * Brokers and tiers of one Eddyline as processes. Whatever happens to a test, {@link #close} ends
 * all of them.
 *
 * <p>Threading: one thread.
 */
public final class EddylineCluster implements AutoCloseable {
  private static final String LOOPBACK = "127.0.0.1";

  private final FreePorts ports = new FreePorts();
  private final SequencedMap<String, Tier> tiers = new LinkedHashMap<>();
  private final Path folder;
  private final Path logs;
  private final ClusterPlan plan;
  private final BrokerCluster brokers;

  private EddylineCluster(Path folder, Path logs, ClusterPlan plan) {
    this.folder = folder;
    this.logs = logs;
    this.plan = plan;
    this.brokers =
        BrokerCluster.start(plan.brokers(), plan.brokerJvm(), folder.resolve("kafka"), logs, ports);
  }

  /**
   * Starts the brokers and creates the topics; the tiers are started one by one.
   *
   * @param folder of everything that is written
   * @param logs receives what the processes print
   */
  public static EddylineCluster start(Path folder, Path logs, ClusterPlan plan) {
    EddylineCluster cluster = new EddylineCluster(folder, logs, plan);
    try (Admin admin = Admin.create(cluster.kafka())) {
      List<TopicAdmin.Status> _ = new TopicAdmin(admin, cluster.topics()).apply();
      return cluster;
    } catch (RuntimeException | Error e) {
      cluster.close();
      throw e;
    }
  }

  public BrokerCluster brokers() {
    return brokers;
  }

  public TopicCatalogue topics() {
    return new TopicCatalogue(config().topics());
  }

  /** The topics as another model sees them. */
  public TopicCatalogue topics(String model) {
    return new TopicCatalogue(config().topics(), model);
  }

  /** The configuration that every tier shares. */
  public EddylineConfig config() {
    return new ConfigLoader(Map.of()).load(EddylineConfig.class, null, plan.settings()).config();
  }

  /** Settings of Kafka's clients. */
  public Map<String, Object> kafka() {
    return Map.of("bootstrap.servers", brokers.bootstrapServers());
  }

  /** Starts gateway and cleaning. */
  public Tier startIngest(String name) {
    return start(
        name,
        List.of("ingest"),
        "eddyline.gateway.port",
        Map.of(
            "eddyline.data-dir",
            folder.resolve(name).toString(),
            "eddyline.cleaning.instance-id",
            name));
  }

  /** Starts an instance of the learner, which keeps its name over a restart. */
  public Tier startLearner(String name) {
    return startLearner(name, Map.of());
  }

  /**
   * Starts an instance of the learner with settings of its own, which keeps its name over a
   * restart.
   *
   * @param other in the place of the plan's
   */
  Tier startLearner(String name, Map<String, String> other) {
    Map<String, String> settings = new HashMap<>(other);
    settings.put("eddyline.data-dir", folder.resolve(name).toString());
    settings.put("eddyline.learner.instance-id", name);
    return start(name, List.of("learner"), "eddyline.health.learner-port", settings);
  }

  /** Starts an instance of the learner without a name of its own: a new member at each start. */
  public Tier startNamelessLearner(String name) {
    return startLearnerProcess(name, List.of("learner"), folder.resolve(name));
  }

  /**
   * Starts a process that rebuilds a model; its snapshots go to the store that serving reads.
   *
   * @param options of the command, beside the model
   */
  public Tier startRebuild(String model, String name, String... options) {
    List<String> command = new ArrayList<>(List.of("learner", "--model", model));
    command.addAll(List.of(options));
    return startLearnerProcess(name, command, folder.resolve("shared"));
  }

  /** Starts a further process of a model that is rebuilt. */
  public Tier startLearnerOf(String model, String name) {
    return startLearnerProcess(name, List.of("learner", "--model", model), folder.resolve(name));
  }

  private Tier startLearnerProcess(String name, List<String> command, Path dataDir) {
    return start(
        name,
        command,
        "eddyline.health.learner-port",
        Map.of("eddyline.data-dir", dataDir.toString()));
  }

  /** Starts a snapshot builder; all of them and serving share a store. */
  public Tier startSnapshots(String name) {
    return start(
        name,
        List.of("snapshots"),
        "eddyline.health.snapshots-port",
        Map.of(
            "eddyline.data-dir",
            folder.resolve("shared").toString(),
            "eddyline.snapshots.instance-id",
            name));
  }

  public Tier startServing(String name) {
    return start(
        name,
        List.of("serving"),
        "eddyline.serving.http.port",
        Map.of("eddyline.data-dir", folder.resolve("shared").toString()));
  }

  /**
   * Starts the process of a pod of the chart. What differs from the pod is what one machine cannot
   * have twice: port, address and folder, and its memory.
   */
  public Tier startPod(RenderedPod pod) {
    int port = ports.next();
    boolean sharesStore = pod.tier().equals("snapshots") || pod.tier().equals("serving");
    Map<String, String> ofTheMachine =
        Map.of(
            "eddyline.data-dir",
            folder.resolve(sharesStore ? "shared" : pod.name()).toString(),
            "eddyline.gateway.host",
            LOOPBACK,
            "eddyline.health.host",
            LOOPBACK,
            "eddyline.serving.http.host",
            LOOPBACK,
            pod.portSetting(),
            Integer.toString(port));
    URI url = URI.create("http://%s:%d".formatted(LOOPBACK, port));
    Tier tier =
        new Tier(
            pod.name(),
            pod.arguments(),
            url,
            ofTheMachine,
            pod.environment(),
            plan.tierJvm(),
            logs);
    tiers.put(pod.name(), tier);
    return tier;
  }

  /** How every process is, for messages. */
  @Override
  public String toString() {
    return tiers.values().stream().map(Tier::process).toList().toString();
  }

  @Override
  public void close() {
    tiers.reversed().values().forEach(Tier::close);
    brokers.close();
  }

  private Tier start(
      String name, List<String> command, String portSetting, Map<String, String> ownSettings) {
    int port = ports.next();
    Map<String, String> settings = new HashMap<>(plan.settings());
    settings.put("eddyline.kafka.bootstrap-servers", brokers.bootstrapServers());
    settings.put(portSetting, Integer.toString(port));
    settings.put("eddyline.learner.delta.control-port", Integer.toString(ports.next()));
    settings.put("eddyline.serving.overlay-feed.port", "0");
    settings.putAll(ownSettings);
    Tier tier =
        new Tier(
            name,
            command,
            URI.create("http://127.0.0.1:" + port),
            settings,
            Map.of(),
            plan.tierJvm(),
            logs);
    tiers.put(name, tier);
    return tier;
  }
}
