package io.eddyline.serving.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eddyline.schemas.record.ActiveVersion;
import io.eddyline.schemas.record.Canary;
import io.eddyline.schemas.record.Control;
import io.eddyline.schemas.record.PinnedVersion;
import io.eddyline.schemas.record.Shadow;
import io.eddyline.schemas.snapshot.SnapshotFiles;
import io.eddyline.schemas.token.Arm;
import io.eddyline.serving.GoldenStore;
import io.eddyline.serving.TestTopics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pin before activation before the newest version; canary and shadow beside them. */
@SuppressWarnings("NullAway.Init") // each test starts the models, after it has put the versions
class VersionOrdersTest {
  private static final String PIN = "pin:main";
  private static final String ACTIVE = "active-version:main";
  private static final String CANARY = "canary:main";
  private static final String SHADOW = "shadow:main";

  @TempDir Path root;
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final TestTopics topics = new TestTopics();
  private final List<String> verdicts = new CopyOnWriteArrayList<>();
  private GoldenStore golden;
  private Models models;

  @BeforeEach
  void putVersions() throws Exception {
    golden = new GoldenStore(root);
    for (long version = 2; version <= 4; version++) {
      golden.put(version, 2);
    }
  }

  @AfterEach
  void close() {
    models.close();
    assertThat(registry.get("eddyline.serving.model.closes").counter().count())
        .as("closed versions")
        .isEqualTo(registry.get("eddyline.serving.model.loads").counter().count());
    assertThat(registry.get("eddyline.serving.model.loaded").gauge().value()).isZero();
  }

  @Test
  void aPinHoldsAgainstNewerVersionsUntilItIsWithdrawn() throws Exception {
    start(2);
    awaitServed("active 4");
    pin(3, false);
    awaitServed("active 3");
    announceNext(5);
    settle();
    assertThat(served()).isEqualTo("active 3");
    assertThat(state(3)).isEqualTo(VersionStatus.State.PINNED);
    topics.withdraw(PIN);
    awaitServed("active 5");
  }

  @Test
  void anActivationHoldsUntilANewerVersionComes() throws Exception {
    start(2);
    awaitServed("active 4");
    topics.order(
        ACTIVE,
        Control.newBuilder()
            .setActiveVersion(
                ActiveVersion.newBuilder().setModel("main").setVersion(2).setSupersededAbove(4))
            .build());
    awaitServed("active 2");
    announceNext(5);
    awaitServed("active 5");
  }

  @Test
  void aPinComesBeforeAnActivation() throws Exception {
    start(2);
    pin(2, false);
    topics.order(
        ACTIVE,
        Control.newBuilder()
            .setActiveVersion(
                ActiveVersion.newBuilder().setModel("main").setVersion(3).setSupersededAbove(4))
            .build());
    awaitServed("active 2");
    settle();
    assertThat(served()).isEqualTo("active 2");
    topics.withdraw(PIN);
    awaitServed("active 3");
  }

  @Test
  void whatIsOrderedBeforeItIsThereIsAwaited() throws Exception {
    start(2);
    awaitServed("active 4");
    pin(9, false);
    announceNext(5);
    settle();
    assertThat(served()).isEqualTo("active 4");
    assertThat(registry.get("eddyline.serving.orders.awaited").gauge().value()).isEqualTo(1);
    golden.put(9, 3);
    topics.announce(golden.announcement(9));
    awaitServed("active 9");
    assertThat(registry.get("eddyline.serving.orders.awaited").gauge().value()).isZero();
  }

  @Test
  void findsTheStandingOrdersAtItsStart() throws Exception {
    topics.standingOrders(1);
    pin(2, false);
    start(2);
    awaitServed("active 2");
    assertThat(registry.get("eddyline.serving.swaps").counter().count()).isEqualTo(1);
  }

  @Test
  void aPodWithoutThePinnedVersionServesTheNewestMeanwhile() throws Exception {
    topics.standingOrders(1);
    pin(9, false);
    start(2);
    awaitServed("active 4");
  }

  @Test
  void aVersionItsGateAdvisesAgainstIsServedOnlyByForce() throws Exception {
    advise(golden.put(5, 2));
    start(2);
    awaitServed("active 4");
    assertThat(state(5)).isEqualTo(VersionStatus.State.REFUSED);
    VersionStatus.Refusal advice = refusal(5);
    assertThat(advice.reason()).isEqualTo("recall");
    assertThat(advice.forcible()).isTrue();
    pin(5, false);
    settle();
    assertThat(served()).isEqualTo("active 4");
    pin(5, true);
    awaitServed("active 5");
    topics.withdraw(PIN);
    awaitServed("active 4");
  }

  @Test
  void noForceServesADamagedVersionAndAVerdictSaysWhy() throws Exception {
    byte[] items = Files.readAllBytes(root.resolve("main/3").resolve(SnapshotFiles.ITEMS));
    items[10] ^= 1;
    Files.write(root.resolve("main/3").resolve(SnapshotFiles.ITEMS), items);
    start(2);
    awaitServed("active 4");
    pin(3, true);
    await().until(() -> !verdicts.isEmpty());
    settle();
    assertThat(served()).isEqualTo("active 4");
    assertThat(verdicts).containsOnly("main 3 digest");
    items[10] ^= 1;
    Files.write(root.resolve("main/3").resolve(SnapshotFiles.ITEMS), items);
    pin(3, true);
    awaitServed("active 3");
  }

  @Test
  void aCanaryAnswersItsShareAndTheActiveVersionStandsStillWithoutRoom() throws Exception {
    start(2);
    awaitServed("active 4");
    canary(3, 0.5);
    awaitServed("active 4, canary 3");
    announceNext(5);
    settle();
    assertThat(served()).isEqualTo("active 4, canary 3");
    assertThat(armOf("u:" + keyIn(0.5))).isEqualTo(Arm.CANARY);
    assertThat(armOf("")).isEqualTo(Arm.ACTIVE);
    topics.withdraw(CANARY);
    awaitServed("active 5");
  }

  @Test
  void withRoomTheActiveVersionFollowsTheNewestBesideTheCanary() throws Exception {
    start(3);
    awaitServed("active 4");
    canary(3, 0.5);
    awaitServed("active 4, canary 3");
    announceNext(5);
    awaitServed("active 5, canary 3");
  }

  @Test
  void anOrderedVersionTakesThePlaceOfTheCanaryAndGivesItBack() throws Exception {
    start(2);
    awaitServed("active 4");
    canary(3, 0.5);
    awaitServed("active 4, canary 3");
    pin(2, false);
    awaitServed("active 2, canary 3");
    assertThat(registry.get("eddyline.serving.model.loads").counter().count()).isEqualTo(4);
  }

  @Test
  void aPromotedCandidateBecomesActiveWithoutBeingLoadedAgain() throws Exception {
    start(2);
    awaitServed("active 4");
    canary(3, 0.1);
    awaitServed("active 4, canary 3");
    pin(3, false);
    topics.withdraw(CANARY);
    awaitServed("active 3");
    assertThat(registry.get("eddyline.serving.model.loads").counter().count()).isEqualTo(2);
  }

  @Test
  void aShadowGivesWayToACanary() throws Exception {
    start(2);
    awaitServed("active 4");
    topics.order(
        SHADOW,
        Control.newBuilder()
            .setShadow(Shadow.newBuilder().setModel("main").setVersion(2).setSample(1))
            .build());
    awaitServed("active 4, shadow 2");
    assertThat(models.slot().shadowSample()).isEqualTo(1);
    canary(3, 0.5);
    awaitServed("active 4, canary 3");
    assertThat(models.slot().shadowSample()).isZero();
    topics.withdraw(CANARY);
    awaitServed("active 4, shadow 2");
  }

  private void announceNext(long version) throws Exception {
    golden.put(version, 2);
    topics.announce(golden.announcement(version));
  }

  /** Writes an order of no consequence and waits until all before it is acted upon. */
  private void settle() {
    long before = models.settledOrders();
    topics.withdraw("of-no-consequence");
    await().until(() -> models.settledOrders() > before);
  }

  private void pin(long version, boolean force) {
    topics.order(
        PIN,
        Control.newBuilder()
            .setPinnedVersion(
                PinnedVersion.newBuilder().setModel("main").setVersion(version).setForce(force))
            .build());
  }

  private void canary(long version, double share) {
    topics.order(
        CANARY,
        Control.newBuilder()
            .setCanary(
                Canary.newBuilder()
                    .setModel("main")
                    .setVersion(version)
                    .setShare(share)
                    .setSalt("salt"))
            .build());
  }

  private static String keyIn(double share) {
    CanaryShare of = new CanaryShare(share, "salt");
    return IntStream.range(0, 1000)
        .mapToObj(Integer::toString)
        .filter(id -> of.holds("u:" + id))
        .findFirst()
        .orElseThrow();
  }

  private static void advise(Path folder) throws Exception {
    GoldenStore.editManifest(
        folder,
        manifest -> {
          ObjectNode gate = manifest.putObject("gate");
          gate.put("passed", false);
          gate.putArray("checks")
              .addObject()
              .put("name", "recall")
              .put("value", 0.1)
              .put("limit", 0.2)
              .put("passed", false)
              .put("detail", "on 100 interactions");
        });
  }

  private Arm armOf(String key) {
    try (ModelSlot.Lease lease = Objects.requireNonNull(models.slot().acquire(key))) {
      return lease.arm();
    }
  }

  private VersionStatus.State state(long version) throws Exception {
    return Objects.requireNonNull(models.versions().find(version)).state();
  }

  private VersionStatus.Refusal refusal(long version) throws Exception {
    return Objects.requireNonNull(
        Objects.requireNonNull(models.versions().find(version)).refusal());
  }

  private void awaitServed(String arrangement) {
    await().untilAsserted(() -> assertThat(served()).isEqualTo(arrangement));
  }

  private String served() {
    Arrangement<LoadedModel> now = models.slot().arrangement();
    return (named("active", now.active())
            + named(", canary", now.canary())
            + named(", shadow", now.shadow()))
        .strip();
  }

  private static String named(String role, @Nullable Counted<LoadedModel> counted) {
    return counted == null ? "" : role + " " + counted.value().version();
  }

  private void start(int maxLoadedVersions) {
    models =
        Models.start(
            TestModels.plan(golden, maxLoadedVersions),
            topics.consumer(),
            (model, version, reason, _) ->
                verdicts.add(model + " " + version + " " + reason.code()),
            registry);
  }
}
