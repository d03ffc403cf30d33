package io.eddyline.learner.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.StandbyUpdateListener.SuspendReason;
import org.apache.kafka.streams.processor.TaskId;
import org.junit.jupiter.api.Test;

final class RestoreProgressTest {
  private static final TopicPartition USERS = new TopicPartition("user-rows", 0);
  private static final TopicPartition ITEMS = new TopicPartition("item-rows", 1);

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final AtomicLong nowNs = new AtomicLong();
  private final RestoreProgress progress = new RestoreProgress(registry, nowNs::get);

  @Test
  void tellsWhatIsLeftOverAllPartitions() {
    progress.onRestoreStart(USERS, "user-rows", 100, 1100);
    progress.onRestoreStart(ITEMS, "item-rows", 0, 500);

    progress.onBatchRestored(USERS, "user-rows", 399, 250);

    assertThat(gauge("eddyline.learner.restore.remaining.records")).isEqualTo(700 + 500);
    assertThat(registry.get("eddyline.learner.restored.records").counter().count()).isEqualTo(250);
  }

  @Test
  void nothingIsLeftWhenRestoringEndsOrIsSuspended() {
    progress.onRestoreStart(USERS, "user-rows", 0, 1000);
    progress.onRestoreStart(ITEMS, "item-rows", 0, 500);

    progress.onRestoreEnd(USERS, "user-rows", 1000);
    progress.onRestoreSuspended(ITEMS, "item-rows", 10);

    assertThat(gauge("eddyline.learner.restore.remaining.records")).isZero();
  }

  @Test
  void tellsHowFarStandbysAreBehind() {
    progress.onUpdateStart(USERS, "user-rows", 0);
    progress.onBatchLoaded(USERS, "user-rows", new TaskId(0, 0), 59, 60, 100);

    assertThat(gauge("eddyline.learner.standby.lag.records")).isEqualTo(40);
    assertThat(gauge("eddyline.learner.standby.stores")).isEqualTo(1);

    progress.onUpdateSuspended(USERS, "user-rows", 60, 100, SuspendReason.PROMOTED);

    assertThat(gauge("eddyline.learner.standby.lag.records")).isZero();
    assertThat(gauge("eddyline.learner.standby.stores")).isZero();
  }

  private double gauge(String name) {
    return registry.get(name).gauge().value();
  }
}
