package io.eddyline.serving.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eddyline.schemas.record.ActiveVersion;
import io.eddyline.schemas.record.Canary;
import io.eddyline.schemas.record.Control;
import io.eddyline.schemas.record.PinnedVersion;
import io.eddyline.schemas.record.Shadow;
import io.eddyline.schemas.token.Arm;
import io.eddyline.serving.GoldenStore;
import io.eddyline.serving.TestTopics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Models over golden versions 2 to 4, with orders as an operator gives them. Closing it asserts
 * that every version that was loaded is closed.
 */
final class OrderedModels implements AutoCloseable {
  static final String PIN = "pin:main";
  static final String CANARY = "canary:main";
  private static final String ACTIVE = "active-version:main";
  private static final String SHADOW = "shadow:main";

  final GoldenStore golden;
  final TestTopics topics = new TestTopics();
  final List<String> verdicts = new CopyOnWriteArrayList<>();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private @Nullable Models models;

  OrderedModels(Path root) throws Exception {
    golden = new GoldenStore(root);
    for (long version = 2; version <= 4; version++) {
      golden.put(version, 2);
    }
  }

  void start(int maxLoadedVersions) {
    start(TestModels.loading(maxLoadedVersions), LockSupport::parkNanos);
  }

  /**
   * @param news of the versions
   */
  void start(VersionFeed news) {
    start(TestModels.plan(golden, TestModels.loading(2), news), LockSupport::parkNanos);
  }

  /**
   * @param rest by which the loading thread waits
   */
  void start(LoadingConfig loading, LongConsumer rest) {
    start(TestModels.plan(golden, loading, VersionFeed.NONE), rest);
  }

  private void start(Models.Plan plan, LongConsumer rest) {
    models =
        Models.start(
            plan,
            topics.consumer(),
            (model, version, reason, _) ->
                verdicts.add(model + " " + version + " " + reason.code()),
            registry,
            rest);
  }

  Models models() {
    return Objects.requireNonNull(models, "not started");
  }

  void announceNext(long version) throws Exception {
    golden.put(version, 2);
    topics.announce(golden.announcement(version));
  }

  /** Writes an order of no consequence and waits until all before it is acted upon. */
  void settle() {
    long offset = topics.withdraw("of-no-consequence");
    await().until(() -> models().settledOrders() > offset);
  }

  void activate(long version, long supersededAbove) {
    topics.order(
        ACTIVE,
        Control.newBuilder()
            .setActiveVersion(
                ActiveVersion.newBuilder()
                    .setModel("main")
                    .setVersion(version)
                    .setSupersededAbove(supersededAbove))
            .build());
  }

  void pin(long version, boolean force) {
    topics.order(
        PIN,
        Control.newBuilder()
            .setPinnedVersion(
                PinnedVersion.newBuilder().setModel("main").setVersion(version).setForce(force))
            .build());
  }

  void canary(long version, double share) {
    canary(version, share, 0);
  }

  /**
   * @param control 0 names none, as orders did of old
   */
  void canary(long version, double share, long control) {
    topics.order(
        CANARY,
        Control.newBuilder()
            .setCanary(
                Canary.newBuilder()
                    .setModel("main")
                    .setVersion(version)
                    .setShare(share)
                    .setSalt("salt")
                    .setControl(control))
            .build());
  }

  void shadow(long version) {
    shadow(version, 0);
  }

  void shadow(long version, long control) {
    topics.order(
        SHADOW,
        Control.newBuilder()
            .setShadow(
                Shadow.newBuilder()
                    .setModel("main")
                    .setVersion(version)
                    .setSample(1)
                    .setControl(control))
            .build());
  }

  Arm armOf(String key) {
    try (ModelSlot.Lease lease = Objects.requireNonNull(models().slot().acquire(key))) {
      return lease.arm();
    }
  }

  VersionStatus status(long version) throws Exception {
    return Objects.requireNonNull(models().versions().find(version));
  }

  VersionStatus.Refusal refusal(long version) throws Exception {
    return Objects.requireNonNull(status(version).refusal());
  }

  /** Waits for, say, {@code active 4, canary 3}. */
  void awaitServed(String arrangement) {
    await().untilAsserted(() -> assertThat(served()).isEqualTo(arrangement));
  }

  String served() {
    Arrangement<LoadedModel> now = models().slot().arrangement();
    return (named("active", now.active())
            + named(", canary", now.canary())
            + named(", shadow", now.shadow()))
        .strip();
  }

  private static String named(String role, @Nullable Counted<LoadedModel> counted) {
    return counted == null ? "" : role + " " + counted.value().version();
  }

  double counter(String name) {
    return registry.get(name).counter().count();
  }

  double gauge(String name) {
    return registry.get(name).gauge().value();
  }

  /** Refusals of all reasons. */
  double refusals() {
    return registry.get("eddyline.snapshot.refusals").counters().stream()
        .mapToDouble(counter -> counter.count())
        .sum();
  }

  @Override
  public void close() {
    models().close();
    assertThat(counter("eddyline.serving.model.closes"))
        .as("closed versions")
        .isEqualTo(counter("eddyline.serving.model.loads"));
    assertThat(gauge("eddyline.serving.model.loaded")).isZero();
  }
}
