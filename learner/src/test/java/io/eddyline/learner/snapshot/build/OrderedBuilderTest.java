package io.eddyline.learner.snapshot.build;

import static org.assertj.core.api.Assertions.assertThat;

import io.eddyline.schemas.control.ControlKeys;
import io.eddyline.schemas.record.ActiveVersion;
import io.eddyline.schemas.record.Canary;
import io.eddyline.schemas.record.Control;
import io.eddyline.schemas.record.PinnedVersion;
import io.eddyline.schemas.record.Shadow;
import io.eddyline.schemas.serde.RecordSerdes;
import io.eddyline.schemas.serde.RowKeys;
import io.eddyline.schemas.snapshot.Manifest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the builder makes of orders: what versions are held against, and which ones stay. */
final class OrderedBuilderTest {
  private static final Duration INTERVAL = BuilderBench.CONFIG.interval();

  private @TempDir Path root;
  private BuilderBench bench;

  @BeforeEach
  void buildTwo() throws Exception {
    bench =
        new BuilderBench(root, BuilderBench.config(0, Duration.ZERO, Map.of("max-shrink", "0.3")));
    bench.start();
    bench.workAfter(Duration.ZERO);
    items(0, 10);
    build();
  }

  @Test
  void candidatesAndWhatTheyAreComparedWithStay() throws Exception {
    items(0, 1);
    build();
    order(
        ControlKeys.canary(BuilderBench.MODEL),
        Control.newBuilder()
            .setCanary(
                Canary.newBuilder().setModel(BuilderBench.MODEL).setVersion(2).setControl(3)));
    for (int version = 4; version <= 9; version++) {
      items(0, 1);
      build();
    }
    assertThat(bench.store.versions(BuilderBench.MODEL)).containsExactly(2L, 3L, 7L, 8L, 9L);

    order(
        ControlKeys.canary(BuilderBench.MODEL),
        Control.newBuilder()
            .setCanary(Canary.newBuilder().setModel(BuilderBench.MODEL).setVersion(9)));
    order(
        ControlKeys.shadow(BuilderBench.MODEL),
        Control.newBuilder()
            .setShadow(
                Shadow.newBuilder().setModel(BuilderBench.MODEL).setVersion(9).setControl(3)));
    items(0, 1);
    build();
    assertThat(bench.store.versions(BuilderBench.MODEL)).containsExactly(3L, 8L, 9L, 10L);
  }

  @Test
  void versionsAreHeldAgainstThePinnedOneAndCountedFromTheAcceptedOne() throws Exception {
    loseItems(0, 2);
    build();
    assertThat(newest().isServable()).as("2 of 10 items gone").isTrue();
    order(
        ControlKeys.pin(BuilderBench.MODEL),
        Control.newBuilder()
            .setPinnedVersion(
                PinnedVersion.newBuilder().setModel(BuilderBench.MODEL).setVersion(2)));
    loseItems(2, 4);
    build();

    assertThat(newest().version()).isEqualTo(4);
    assertThat(refusedFor()).isEqualTo("items: version 2 has 10");
    assertThat(newest().parentVersion()).isEqualTo(3);
    assertThat(bench.registry.get("eddyline.snapshot.consecutive.refusals").gauge().value())
        .isEqualTo(1);
  }

  @Test
  void anActivatedVersionIsTheReferenceUntilANewerOneIsAccepted() throws Exception {
    loseItems(0, 2);
    build();
    order(
        ControlKeys.activeVersion(BuilderBench.MODEL),
        Control.newBuilder()
            .setActiveVersion(
                ActiveVersion.newBuilder()
                    .setModel(BuilderBench.MODEL)
                    .setVersion(2)
                    .setSupersededAbove(3)));
    loseItems(2, 4);
    build();
    assertThat(refusedFor()).isEqualTo("items: version 2 has 10");
    items(2, 3);
    build();
    assertThat(newest().isServable()).as("3 of 10 items gone").isTrue();
    loseItems(2, 4);
    build();
    assertThat(newest().isServable()).as("6 of 7 items left").isTrue();
  }

  @Test
  void anOrderedVersionThatIsNotThereIsNoReference() throws Exception {
    order(
        ControlKeys.pin(BuilderBench.MODEL),
        Control.newBuilder()
            .setPinnedVersion(
                PinnedVersion.newBuilder().setModel(BuilderBench.MODEL).setVersion(900)));
    loseItems(0, 5);
    build();
    assertThat(refusedFor()).isEqualTo("items: version 2 has 10");
  }

  private Manifest newest() throws IOException {
    return bench.newest().manifest();
  }

  /** The first check that the newest version failed, and its detail. */
  private String refusedFor() throws IOException {
    return Objects.requireNonNull(newest().gate()).checks().stream()
        .filter(check -> !check.passed())
        .map(check -> check.name() + ": " + check.detail())
        .findFirst()
        .orElse("nothing");
  }

  private void build() throws IOException {
    bench.workAfter(Duration.ZERO);
    bench.workAfter(INTERVAL);
  }

  private void items(int from, int to) {
    for (int item = from; item < to; item++) {
      bench.append(bench.topics.itemRows(), 0, RowKeys.row("i" + item), TestRows.item(1, 1, 1));
    }
  }

  private void loseItems(int from, int to) {
    for (int item = from; item < to; item++) {
      bench.append(bench.topics.itemRows(), 0, RowKeys.row("i" + item), null);
    }
  }

  private void order(String key, Control.Builder order) {
    bench.append(
        bench.topics.control(),
        0,
        key.getBytes(StandardCharsets.UTF_8),
        RecordSerdes.CONTROL.encode(order.build()));
  }
}
