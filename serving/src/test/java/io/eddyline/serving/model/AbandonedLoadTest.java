package io.eddyline.serving.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eddyline.schemas.record.Control;
import io.eddyline.schemas.record.Retention;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What comes while a version is half loaded. */
@SuppressWarnings("NullAway.Init") // set before each test
class AbandonedLoadTest {
  private static final LoadingConfig PACED =
      new LoadingConfig(2, 0.5, Prepacking.AUTO, LoadPriority.NORMAL);

  @TempDir Path root;
  private OrderedModels it;
  private final AtomicReference<@Nullable Rest> next = new AtomicReference<>();
  private final AtomicBoolean ordering = new AtomicBoolean();
  private final AtomicInteger retained = new AtomicInteger();
  private final Rest held = new Rest();

  /** A rest that the test ends. */
  private static final class Rest {
    final CountDownLatch begun = new CountDownLatch(1);
    final CountDownLatch over = new CountDownLatch(1);
  }

  @BeforeEach
  void serveTheNewest() throws Exception {
    it = new OrderedModels(root);
    it.start(PACED, _ -> rest());
    it.awaitServed("active 4");
  }

  @AfterEach
  void close() {
    held.over.countDown();
    it.close();
  }

  @Test
  void anOrderForAnotherVersionEndsALoadMidway() throws Exception {
    holdTheLoadOf(5);
    it.pin(3, false);
    await().until(() -> it.models().versions().orders().pin() != null);
    held.over.countDown();
    it.awaitServed("active 3");
    it.settle();
    assertThat(it.served()).isEqualTo("active 3");
    assertThat(it.counter("eddyline.serving.model.loads")).as("4 and 3").isEqualTo(2);
    assertThat(it.refusals()).isZero();
    await().until(() -> it.gauge("eddyline.serving.model.loaded") == 1);
  }

  @Test
  void ofTheVersionsThatComeDuringALoadTheLatestIsLoadedAfterIt() throws Exception {
    holdTheLoadOf(5);
    for (long version = 6; version <= 8; version++) {
      it.announceNext(version);
    }
    // the watcher hears orders and announcements in their order
    it.shadow(9);
    await().until(() -> it.models().versions().orders().shadow() != null);
    held.over.countDown();
    it.awaitServed("active 8");
    assertThat(it.counter("eddyline.serving.model.loads")).as("4, 5 and 8").isEqualTo(3);
    await().until(() -> it.counter("eddyline.serving.swaps") == 3);
  }

  @Test
  void ordersThatLeaveANewerVersionWantedLetItsLoadGoOn() throws Exception {
    it.activate(3, 4);
    it.awaitServed("active 3");
    ordering.set(true);
    it.announceNext(5);
    it.awaitServed("active 5");
    ordering.set(false);
    assertThat(retained.get()).as("orders during the load").isPositive();
    assertThat(it.counter("eddyline.serving.model.loads")).as("4, 3 and 5").isEqualTo(3);
  }

  /** Orders another retention and waits until it is heard. */
  private void orderRetention() {
    int keep = 2 + retained.incrementAndGet();
    it.topics.order(
        "retention:main",
        Control.newBuilder()
            .setRetention(Retention.newBuilder().setModel("main").setKeep(keep))
            .build());
    await()
        .pollInSameThread()
        .until(
            () -> {
              Retention heard = it.models().versions().orders().retention();
              return heard != null && heard.getKeep() == keep;
            });
  }

  @Test
  void theEndOfTheProcessEndsALoadMidway() throws Exception {
    holdTheLoadOf(5);
    it.models().close();
    assertThat(it.counter("eddyline.serving.model.loads")).isEqualTo(1);
  }

  /** Announces a version and waits until its load rests. */
  private void holdTheLoadOf(long version) throws Exception {
    next.set(held);
    it.announceNext(version);
    held.begun.await();
  }

  private void rest() {
    if (ordering.get()) {
      orderRetention();
    }
    Rest rest = next.getAndSet(null);
    if (rest == null) {
      return;
    }
    rest.begun.countDown();
    try {
      rest.over.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
