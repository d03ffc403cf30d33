package io.eddyline.k8s.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eddyline.client.ClientConfig;
import io.eddyline.client.Event;
import io.eddyline.client.IngestClient;
import io.eddyline.client.Order;
import io.eddyline.client.Recommendation;
import io.eddyline.client.ServingClient;
import io.eddyline.client.UserQuery;
import io.eddyline.ingest.cleaning.Cleaning;
import io.eddyline.ingest.gateway.Gateway;
import io.eddyline.k8s.broker.GuardedBroker;
import io.eddyline.k8s.cluster.FreePorts;
import io.eddyline.k8s.config.ConfigLoader;
import io.eddyline.k8s.config.EddylineConfig;
import io.eddyline.k8s.process.CloseStack;
import io.eddyline.k8s.process.ProcessContext;
import io.eddyline.k8s.process.Tiers;
import io.eddyline.learner.stream.Learner;
import io.eddyline.serving.Serving;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/**
 * The users that the chart asks Strimzi for, at a broker that checks them: every tier does its work
 * with its own user and the settings of its pod, and nothing that it tries is denied.
 */
class StrimziRightsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final String AUDIT = "kafka.authorizer.logger";
  private static final String USER_PREFIX = Chart.FULL_NAME + "-";

  @TempDir private Path folder = Path.of("");
  private final FreePorts ports = new FreePorts();
  private final ListAppender<ILoggingEvent> audit = new ListAppender<>();

  @BeforeEach
  void listenToTheAuthorizer() {
    Logger logger = (Logger) LoggerFactory.getLogger(AUDIT);
    logger.setLevel(Level.INFO);
    logger.setAdditive(false);
    audit.start();
    logger.addAppender(audit);
  }

  @Test
  void everyTierMayDoWhatItDoesAndNoMore() throws Exception {
    List<ObjectNode> objects = Chart.render(Profile.STRIMZI);
    try (GuardedBroker broker = GuardedBroker.start(folder.resolve("kafka"), ports);
        CloseStack tiers = new CloseStack()) {
      try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.openDoor()))) {
        StrimziUsers.create(objects, admin);
      }
      Path file = RenderedPod.writeSettings(objects, folder);
      ProcessContext ingest = open("ingest", file, broker, tiers);
      Cleaning cleaning = tiers.push(Tiers.cleaning(ingest));
      Gateway gateway = tiers.push(Tiers.gateway(ingest));
      Learner learner = tiers.push(Tiers.learner(open("learner", file, broker, tiers)));
      ProcessContext builder = open("snapshots", file, broker, tiers);
      tiers.push(Tiers.snapshots(builder));
      tiers.push(Tiers.attribution(builder));
      Serving serving = tiers.push(Tiers.serving(open("serving", file, broker, tiers)));
      await().atMost(PATIENCE).until(() -> cleaning.running() && learner.running());
      leadFromEventsToAnOrder(gateway, serving);
      assertThat(learner.failure()).isNotDone();
      assertThat(denied()).isEmpty();
      mayNotWriteWhatOthersWrite(broker);
      assertThat(denied()).isNotEmpty();
    }
  }

  /** What a pod of the tier has, and its user's name and password; it makes the missing topics. */
  private ProcessContext open(String tier, Path file, GuardedBroker broker, CloseStack tiers) {
    Map<String, String> machine = new HashMap<>();
    machine.put("eddyline.kafka.properties.security.protocol", "SASL_PLAINTEXT");
    machine.put("eddyline.kafka.bootstrap-servers", broker.guardedDoor());
    // the store is what the pods of two tiers share
    machine.put("eddyline.data-dir", folder.resolve("data").toString());
    machine.put("eddyline.gateway.port", "0");
    machine.put("eddyline.gateway.host", "127.0.0.1");
    machine.put("eddyline.serving.http.port", "0");
    machine.put("eddyline.serving.http.host", "127.0.0.1");
    machine.put("eddyline.serving.overlay-feed.port", "0");
    machine.put("eddyline.learner.delta.control-port", Integer.toString(ports.next()));
    machine.put("eddyline.learner.instance-id", tier + "-0");
    machine.put("eddyline.snapshots.interval", "1s");
    machine.put("eddyline.snapshots.min-interval", "500ms");
    EddylineConfig config =
        new ConfigLoader(
                Map.of(
                    "EDDYLINE_KAFKA_PROPERTIES_SASL_JAAS_CONFIG",
                    StrimziUsers.jaas(USER_PREFIX + tier)))
            .load(EddylineConfig.class, file, machine)
            .config();
    ProcessContext context = tiers.push(ProcessContext.open(config, broker.guardedDoor()));
    assertThat(Tiers.applyTopics(context)).isNotEmpty();
    return context;
  }

  private static void leadFromEventsToAnOrder(Gateway gateway, Serving serving) {
    List<Event> clicks = new ArrayList<>();
    for (int visitor = 0; visitor < 20; visitor++) {
      clicks.add(Event.of("visitor-" + visitor, "paddle", "click"));
      clicks.add(Event.of("visitor-" + visitor, "kayak", "click"));
    }
    clicks.add(Event.of("ann", "paddle", "click"));
    try (IngestClient events = new IngestClient(client(gateway.port()));
        ServingClient lists = new ServingClient(client(serving.port()))) {
      assertThat(events.postEvents(clicks).accepted()).isEqualTo(clicks.size());
      await("ann is recommended a kayak")
          .atMost(PATIENCE)
          .ignoreExceptions()
          .until(
              () ->
                  lists.recommendForUser("ann", UserQuery.first(10)).items().stream()
                      .map(Recommendation.Item::itemId)
                      .toList(),
              items -> items.contains("kayak"));
      String version = Long.toString(serving.modelVersion());
      assertThat(lists.pinVersion(version, Order.Manner.DEFAULT)).isNotNull();
      assertThat(lists.unpin(Order.Manner.DEFAULT)).isNotNull();
    }
  }

  private static ClientConfig client(int port) {
    return ClientConfig.of("http://127.0.0.1:" + port);
  }

  private static void mayNotWriteWhatOthersWrite(GuardedBroker broker) {
    for (Map.Entry<String, String> forbidden :
        Map.of(
                "serving", "shop.eu.snapshots",
                "snapshots", "shop.eu.events",
                "learner", "shop.eu.interactions",
                "ingest", "shop.eu.control")
            .entrySet()) {
      try (KafkaProducer<byte[], byte[]> producer =
          new KafkaProducer<>(
              Map.of(
                  "bootstrap.servers",
                  broker.guardedDoor(),
                  "security.protocol",
                  "SASL_PLAINTEXT",
                  "sasl.mechanism",
                  "SCRAM-SHA-512",
                  "sasl.jaas.config",
                  StrimziUsers.jaas(USER_PREFIX + forbidden.getKey())),
              new ByteArraySerializer(),
              new ByteArraySerializer())) {
        assertThatThrownBy(
                () -> producer.send(new ProducerRecord<>(forbidden.getValue(), new byte[1])).get())
            .as(forbidden.toString())
            .hasCauseInstanceOf(TopicAuthorizationException.class);
      }
    }
  }

  private List<String> denied() {
    return audit.list.stream()
        .map(ILoggingEvent::getFormattedMessage)
        .filter(line -> line.contains("Denied"))
        .distinct()
        .toList();
  }
}
