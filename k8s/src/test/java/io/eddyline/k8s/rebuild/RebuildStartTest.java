package io.eddyline.k8s.rebuild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eddyline.k8s.broker.EmbeddedBroker;
import io.eddyline.schemas.control.ControlKeys;
import io.eddyline.schemas.control.ControlLog;
import io.eddyline.schemas.error.EddylineException;
import io.eddyline.schemas.record.Control;
import io.eddyline.schemas.record.PinnedVersion;
import io.eddyline.schemas.record.Rebuild;
import io.eddyline.schemas.serde.RecordSerdes;
import io.eddyline.schemas.topic.TopicAdmin;
import io.eddyline.schemas.topic.TopicCatalogue;
import io.eddyline.schemas.topic.TopicSpec;
import io.eddyline.schemas.topic.TopicsConfig;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** Each test has topics of its own on one broker. */
@SuppressWarnings("NullAway.Init") // set before each test
class RebuildStartTest {
  private static final int PARTITIONS = 2;
  private static final RebuildFrom EARLIEST = RebuildFrom.parse("earliest", Instant.EPOCH);

  @TempDir static Path folder;
  private static EmbeddedBroker broker;
  private static Admin admin;
  private TopicsConfig config;
  private TopicCatalogue next;
  private ControlLog control;

  @BeforeAll
  static void startBroker() {
    broker = EmbeddedBroker.start(folder);
    admin = Admin.create(kafka());
  }

  @AfterAll
  static void stopBroker() {
    admin.close();
    broker.close();
  }

  @BeforeEach
  void createTopics(TestInfo test) {
    config = new TopicsConfig(test.getTestMethod().orElseThrow().getName(), PARTITIONS, 1, 1);
    next = new TopicCatalogue(config, "next");
    control = new ControlLog(kafka(), next);
    new TopicAdmin(admin, next).apply();
  }

  @Test
  void beginsOnceAndGoesOnWhereTheGroupStands() throws Exception {
    write(next.interactions(), 0, 3);
    Rebuild begun = begin(EARLIEST);
    assertThat(begun.getStartOffsetsMap()).isEqualTo(Map.of(0, 0L, 1, 0L));
    assertThat(control.read().rebuild("next")).isEqualTo(begun);
    assertThat(group().committed(next.interactions())).isEqualTo(begun.getStartOffsetsMap());

    group().set(next.interactions(), Map.of(0, 2L, 1, 0L));
    assertThat(begin(EARLIEST)).isEqualTo(begun);
    assertThat(group().committed(next.interactions())).isEqualTo(Map.of(0, 2L, 1, 0L));
  }

  @Test
  void setsThePlacesOfARebuildThatWasKilledBeforeItCould() throws Exception {
    write(next.interactions(), 0, 3);
    Rebuild noted =
        Rebuild.newBuilder()
            .setModel("next")
            .setFrom("earliest")
            .putStartOffsets(0, 1)
            .putStartOffsets(1, 0)
            .build();
    control.note(noted, "as if", 1);
    begin(EARLIEST);
    assertThat(group().committed(next.interactions())).isEqualTo(Map.of(0, 1L, 1, 0L));
  }

  @Test
  void beginsAtATimeAndAtTheEndWhereNothingIsThatLate() throws Exception {
    write(next.interactions(), 0, 2);
    write(next.interactions(), 1, 1);
    long lastMs = write(next.interactions(), 1, 1);
    long later = lastMs + 1;
    while (lastMs < later) {
      lastMs = write(next.interactions(), 1, 1);
    }
    Map<Integer, Long> starts =
        begin(RebuildFrom.parse(Long.toString(later), Instant.ofEpochMilli(lastMs)))
            .getStartOffsetsMap();
    assertThat(starts).containsEntry(0, 2L);
    long end = group().find(next.interactions(), OffsetSpec.latest()).getOrDefault(1, 0L);
    assertThat(starts.get(1)).isBetween(2L, end - 1);
  }

  @Test
  void refusesALogThatHoldsNothingSince() throws Exception {
    refuses(EARLIEST, "holds nothing from earliest on");
    write(next.interactions(), 0, 2);
    Instant now = Instant.now().plusSeconds(60);
    refuses(RebuildFrom.parse(now.toString(), now), "holds nothing from " + now);
    assertThat(control.read().rebuilds()).isEmpty();
  }

  @Test
  void refusesAModelThatHasLearntAndWasNotBegunAsARebuild() throws Exception {
    write(next.interactions(), 0, 2);
    write(next.itemRows(), 0, 1);
    refuses(EARLIEST, "model next has learnt already");
  }

  @Test
  void refusesAModelWhoseLearnersHaveRead() throws Exception {
    write(next.interactions(), 0, 2);
    group().set(next.interactions(), Map.of(0, 1L));
    refuses(EARLIEST, "model next has learnt already");
  }

  @Test
  void refusesToTrainTwiceWhatAModelOfAForgottenGroupHasLearnt() throws Exception {
    write(next.interactions(), 0, 2);
    begin(EARLIEST);
    write(next.userRows(), 0, 1);
    admin.deleteConsumerGroups(List.of(next.learnerApplicationId())).all().get();
    refuses(EARLIEST, "its place in the log is gone");
  }

  @Test
  void refusesTheModelThatIsServed() throws Exception {
    write(next.interactions(), 0, 2);
    control.activate("next", "test", 1);
    refuses(EARLIEST, "model next is the one that is served");
  }

  @Test
  void refusesToGoOnFromAnotherMoment() throws Exception {
    write(next.interactions(), 0, 2);
    begin(EARLIEST);
    refuses(
        RebuildFrom.parse("2026-01-01T00:00:00Z", Instant.now().plusSeconds(1)),
        "is rebuilt from earliest, not from 2026-01-01T00:00:00Z");
  }

  @Test
  void aRemovedModelLeavesNothingButTheSharedTopics() throws Exception {
    write(next.interactions(), 0, 2);
    begin(EARLIEST);
    control.activate("next", "test", 1);
    assertThatThrownBy(() -> ModelRemoval.remove(kafka(), next))
        .isInstanceOf(EddylineException.class)
        .hasMessageContaining("model next is ordered to be served");
    control.withdrawActive();
    pin("next");
    pin("default");

    ModelRemoval.remove(kafka(), next);
    ModelRemoval.remove(kafka(), next);

    assertThat(control.read().rebuilds()).isEmpty();
    assertThat(control.read().model("next").pin()).isNull();
    assertThat(control.read().model("default").pin()).isNotNull();
    assertThat(group().committed(next.interactions())).isEmpty();
    assertThat(new TopicAdmin(admin, next).compare())
        .allMatch(
            status ->
                next.ofModel().contains(status.spec())
                    == (status.state() == TopicAdmin.State.MISSING));
  }

  private Rebuild begin(RebuildFrom from) {
    return new RebuildStart(admin, next, control, InstantSource.system()).begin(from);
  }

  private void refuses(RebuildFrom from, String message) {
    assertThatThrownBy(() -> begin(from))
        .isInstanceOf(EddylineException.class)
        .hasMessageContaining(message);
  }

  private GroupOffsets group() {
    return new GroupOffsets(admin, next.learnerApplicationId());
  }

  /** Writes records; returns when the last came into the log. */
  private void pin(String model) throws InterruptedException, ExecutionException {
    Control order =
        Control.newBuilder()
            .setPinnedVersion(PinnedVersion.newBuilder().setModel(model).setVersion(1))
            .build();
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(kafka(), new ByteArraySerializer(), new ByteArraySerializer())) {
      var _ =
          producer
              .send(
                  new ProducerRecord<>(
                      next.control().name(),
                      ControlKeys.pin(model).getBytes(StandardCharsets.UTF_8),
                      RecordSerdes.CONTROL.encode(order)))
              .get();
    }
  }

  private static long write(TopicSpec topic, int partition, int records)
      throws InterruptedException, ExecutionException {
    long timestampMs = 0;
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(kafka(), new ByteArraySerializer(), new ByteArraySerializer())) {
      for (int k = 0; k < records; k++) {
        timestampMs =
            producer
                .send(new ProducerRecord<>(topic.name(), partition, new byte[] {1}, new byte[] {2}))
                .get()
                .timestamp();
      }
    }
    return timestampMs;
  }

  private static Map<String, Object> kafka() {
    return new HashMap<>(Map.of("bootstrap.servers", broker.bootstrapServers()));
  }
}
