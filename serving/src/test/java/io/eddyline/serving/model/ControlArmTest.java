package io.eddyline.serving.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eddyline.serving.GoldenStore;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a candidate is compared with, in processes that go on and in those that start later. */
@SuppressWarnings("NullAway.Init") // set before each test
class ControlArmTest {
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

  /** Puts versions that come after the orders, and starts when as many orders stand. */
  private void startLater(int places, int orders) throws Exception {
    for (long version = 5; version <= 9; version++) {
      it.golden.put(version, 2);
    }
    it.topics.announce(it.golden.announcement(9));
    it.topics.standingOrders(orders);
    it.start(places);
  }

  @Test
  void aProcessThatStartsUnderACanaryHasTheControlOfTheOthers() throws Exception {
    it.canary(3, 0.5, 4);
    startLater(2, 1);
    it.awaitServed("active 4, canary 3");
    it.announceNext(10);
    it.settle();
    assertThat(it.served()).isEqualTo("active 4, canary 3");
    it.topics.withdraw(OrderedModels.CANARY);
    it.awaitServed("active 10");
  }

  @Test
  void aShadowHasItsControlToo() throws Exception {
    it.shadow(3, 4);
    startLater(2, 1);
    it.awaitServed("active 4, shadow 3");
  }

  @Test
  void anActivationSinceTheOrderIsTheControl() throws Exception {
    it.canary(3, 0.5, 4);
    it.activate(2, 4);
    startLater(2, 2);
    it.awaitServed("active 2, canary 3");
  }

  @Test
  void anActivationBeforeTheOrderIsNot() throws Exception {
    it.activate(2, 3);
    it.canary(3, 0.5, 4);
    startLater(2, 2);
    it.awaitServed("active 4, canary 3");
  }

  @Test
  void withRoomForBothItFollowsTheNewest() throws Exception {
    it.canary(3, 0.5, 4);
    startLater(3, 1);
    it.awaitServed("active 9, canary 3");
  }

  @Test
  void aControlThatIsGoneAndOneThatNoOrderNamesLeaveTheNewest() throws Exception {
    it.canary(3, 0.5, 4);
    it.golden.store().delete("main", 4);
    startLater(2, 1);
    it.awaitServed("active 9, canary 3");
    it.canary(3, 0.6);
    it.settle();
    assertThat(it.served()).isEqualTo("active 9, canary 3");
  }

  @Test
  void theControlStaysAlsoWhenANewerVersionComesWithTheOrder() throws Exception {
    it.start(2);
    it.awaitServed("active 4");
    it.golden.put(5, 2);
    it.canary(3, 0.5, 4);
    it.awaitServed("active 4, canary 3");
    assertThat(it.counter("eddyline.serving.swaps")).isEqualTo(1);
  }

  @Test
  void aDamagedCandidateHoldsNothingUp() throws Exception {
    it.start(2);
    it.awaitServed("active 4");
    GoldenStore.editManifest(it.golden.put(5, 2), manifest -> manifest.put("dimension", 9));
    it.canary(5, 0.5, 4);
    await().until(() -> !it.verdicts.isEmpty());
    it.announceNext(6);
    it.awaitServed("active 6");
  }
}
