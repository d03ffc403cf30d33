package io.eddyline.learner.delta;

import static org.assertj.core.api.Assertions.assertThat;

import io.eddyline.schemas.record.Presence;
import io.eddyline.schemas.record.PresentTask;
import io.eddyline.schemas.serde.RecordSerdes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class PresenceWorkTest {
  private static final TopicPartition TOPIC = new TopicPartition("presence", 0);

  private final DeltaBench bench = new DeltaBench(Map.of("presence-interval-s", "10"));
  private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
  private final MockProducer<byte[], byte[]> producer =
      new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
  private final List<Set<String>> others = new ArrayList<>();
  private final PresenceWork work =
      new PresenceWork(
          consumer,
          producer,
          TOPIC,
          Presence.newBuilder()
              .setInstance("self")
              .setModel("main")
              .setPublisher(DeltaBench.PUBLISHER)
              .setControlEndpoint("host:1")
              .build(),
          bench.tasks,
          () -> bench.nowMs,
          others::add);
  private long offset;

  PresenceWorkTest() {
    consumer.updateBeginningOffsets(Map.of(TOPIC, 0L));
    work.start();
  }

  @Test
  void announcesAtTheStartAndThenFromTimeToTime() {
    work.doWork();
    bench.nowMs += 9_999;
    work.doWork();
    assertThat(announcements()).hasSize(1);
    bench.nowMs += 1;
    work.doWork();

    assertThat(announcements()).hasSize(2);
    assertThat(announcements().getLast().getAtMs()).isEqualTo(bench.nowMs);
    assertThat(announcements().getLast().getControlEndpoint()).isEqualTo("host:1");
    assertThat(announcements().getLast().getIntervalMs()).isEqualTo(10_000);
  }

  @Test
  void announcesItsTasksAsSoonAsTheyChange() {
    work.doWork();
    SmallTable table = new SmallTable(bench.tasks, 3, 8);
    work.doWork();
    table.deltas.close();
    work.doWork();

    assertThat(announcements())
        .extracting(Presence::getTasksList)
        .containsExactly(
            List.of(),
            List.of(PresentTask.newBuilder().setUserSide(true).setPartition(3).setEpoch(8).build()),
            List.of());
  }

  @Test
  void tellsWhereTheOthersAre() {
    work.doWork();
    appear("other", presence(5, "b:1"));
    appear("self", presence(DeltaBench.PUBLISHER, "host:1"));
    appear("broken", new byte[] {1, 2, 3});
    work.doWork();
    work.doWork();
    appear("other", null);
    work.doWork();

    assertThat(others).containsExactly(Set.of("b:1"), Set.of());
  }

  @Test
  void takesLeaveWithATombstone() {
    work.doWork();
    work.close();

    assertThat(producer.history()).hasSize(2);
    assertThat(producer.history().getLast().key()).isEqualTo(bytes("self"));
    assertThat(producer.history().getLast().value()).isNull();
    assertThat(producer.closed()).isTrue();
  }

  private List<Presence> announcements() {
    return producer.history().stream()
        .map(record -> RecordSerdes.PRESENCE.decode(record.value()))
        .toList();
  }

  @SuppressWarnings("NullAway") // a record without a value is a tombstone
  private void appear(String instance, byte @Nullable [] value) {
    consumer.addRecord(new ConsumerRecord<>("presence", 0, offset++, bytes(instance), value));
  }

  private static byte[] presence(long publisher, String endpoint) {
    return RecordSerdes.PRESENCE.encode(
        Presence.newBuilder()
            .setModel("main")
            .setPublisher(publisher)
            .setControlEndpoint(endpoint)
            .build());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
