package io.eddyline.serving.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pin before activation before the newest version. */
@SuppressWarnings("NullAway.Init") // set before each test
class VersionOrdersTest {
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
  void aPinHoldsAgainstNewerVersionsUntilItIsWithdrawn() throws Exception {
    it.start(2);
    it.awaitServed("active 4");
    it.pin(3, false);
    it.awaitServed("active 3");
    it.announceNext(5);
    it.settle();
    assertThat(it.served()).isEqualTo("active 3");
    assertThat(it.status(3).state()).isEqualTo(VersionStatus.State.PINNED);
    it.topics.withdraw(OrderedModels.PIN);
    it.awaitServed("active 5");
  }

  @Test
  void anActivationHoldsUntilANewerVersionComes() throws Exception {
    it.start(2);
    it.awaitServed("active 4");
    it.activate(2, 4);
    it.awaitServed("active 2");
    it.announceNext(5);
    it.awaitServed("active 5");
  }

  @Test
  void aPinComesBeforeAnActivation() throws Exception {
    it.start(2);
    it.pin(2, false);
    it.activate(3, 4);
    it.awaitServed("active 2");
    it.settle();
    assertThat(it.served()).isEqualTo("active 2");
    it.topics.withdraw(OrderedModels.PIN);
    it.awaitServed("active 3");
  }

  @Test
  void whatIsOrderedBeforeItIsThereIsAwaited() throws Exception {
    it.start(2);
    it.awaitServed("active 4");
    it.pin(9, false);
    it.announceNext(5);
    it.settle();
    assertThat(it.served()).isEqualTo("active 4");
    assertThat(it.gauge("eddyline.serving.orders.awaited")).isEqualTo(1);
    it.golden.put(9, 3);
    it.topics.announce(it.golden.announcement(9));
    it.awaitServed("active 9");
    assertThat(it.gauge("eddyline.serving.orders.awaited")).isZero();
  }

  @Test
  void findsTheStandingOrdersAtItsStart() throws Exception {
    it.topics.standingOrders(1);
    it.pin(2, false);
    it.start(2);
    it.awaitServed("active 2");
    assertThat(it.counter("eddyline.serving.swaps")).isEqualTo(1);
  }

  @Test
  void aPodWithoutThePinnedVersionServesTheNewestMeanwhile() throws Exception {
    it.topics.standingOrders(1);
    it.pin(9, false);
    it.start(2);
    it.awaitServed("active 4");
  }
}
