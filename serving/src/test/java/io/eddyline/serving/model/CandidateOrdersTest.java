package io.eddyline.serving.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.eddyline.schemas.token.Arm;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Canary and shadow beside the active version. */
@SuppressWarnings("NullAway.Init") // set before each test
class CandidateOrdersTest {
  private static final String AWAITED = "eddyline.serving.orders.awaited";

  @TempDir Path root;
  private OrderedModels it;

  @BeforeEach
  void putVersions() throws Exception {
    it = new OrderedModels(root);
  }

  @AfterEach
  void close() {
    it.close();
  }

  @Test
  void aCanaryAnswersItsShareAndTheActiveVersionStandsStillWithoutRoom() throws Exception {
    it.start(2);
    it.awaitServed("active 4");
    it.canary(3, 0.5);
    it.awaitServed("active 4, canary 3");
    it.announceNext(5);
    it.settle();
    assertThat(it.served()).isEqualTo("active 4, canary 3");
    assertThat(it.armOf("u:" + keyIn(0.5))).isEqualTo(Arm.CANARY);
    assertThat(it.armOf("")).isEqualTo(Arm.ACTIVE);
    it.topics.withdraw(OrderedModels.CANARY);
    it.awaitServed("active 5");
  }

  @Test
  void withRoomTheActiveVersionFollowsTheNewestBesideTheCanary() throws Exception {
    it.start(3);
    it.awaitServed("active 4");
    it.canary(3, 0.5);
    it.awaitServed("active 4, canary 3");
    it.announceNext(5);
    it.awaitServed("active 5, canary 3");
  }

  @Test
  void anOrderedVersionTakesThePlaceOfTheCanaryAndGivesItBack() throws Exception {
    it.start(2);
    it.awaitServed("active 4");
    it.canary(3, 0.5);
    it.awaitServed("active 4, canary 3");
    it.pin(2, false);
    it.awaitServed("active 2, canary 3");
    assertThat(it.counter("eddyline.serving.model.loads")).isEqualTo(4);
  }

  @Test
  void aPromotedCandidateBecomesActiveWithoutBeingLoadedAgain() throws Exception {
    it.start(2);
    it.awaitServed("active 4");
    it.canary(3, 0.1);
    it.awaitServed("active 4, canary 3");
    it.pin(3, false);
    it.topics.withdraw(OrderedModels.CANARY);
    it.awaitServed("active 3");
    assertThat(it.counter("eddyline.serving.model.loads")).isEqualTo(2);
  }

  @Test
  void aShadowGivesWayToACanary() throws Exception {
    it.start(2);
    it.awaitServed("active 4");
    it.shadow(2);
    it.awaitServed("active 4, shadow 2");
    assertThat(it.models().slot().shadowSample()).isEqualTo(1);
    it.canary(3, 0.5);
    it.awaitServed("active 4, canary 3");
    assertThat(it.models().slot().shadowSample()).isZero();
    it.topics.withdraw(OrderedModels.CANARY);
    it.awaitServed("active 4, shadow 2");
  }

  @Test
  void aShadowThatBecomesCanaryOrActiveIsNotAwaited() throws Exception {
    it.start(3);
    it.awaitServed("active 4");
    it.shadow(3);
    it.awaitServed("active 4, shadow 3");
    it.canary(3, 0.5);
    it.awaitServed("active 4, canary 3");
    assertThat(it.gauge(AWAITED)).isZero();
    it.pin(3, false);
    it.awaitServed("active 3");
    assertThat(it.gauge(AWAITED)).isZero();
  }

  private static String keyIn(double share) {
    CanaryShare of = new CanaryShare(share, "salt");
    return IntStream.range(0, 1000)
        .mapToObj(Integer::toString)
        .filter(id -> of.holds("u:" + id))
        .findFirst()
        .orElseThrow();
  }
}
