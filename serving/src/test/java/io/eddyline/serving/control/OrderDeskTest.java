package io.eddyline.serving.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eddyline.schemas.control.ModelOrders;
import io.eddyline.schemas.record.Canary;
import io.eddyline.schemas.record.Shadow;
import io.eddyline.serving.GoldenStore;
import io.eddyline.serving.TestTopics;
import io.eddyline.serving.control.OrderDesk.Authority;
import io.eddyline.serving.model.Models;
import io.eddyline.serving.model.TestModels;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the orders say beyond what they were asked for. */
@SuppressWarnings("NullAway.Init") // set before each test
class OrderDeskTest {
  private static final Authority ANYONE = new Authority(false, "");

  @TempDir Path root;
  private Models models;
  private OrderDesk desk;

  @BeforeEach
  void serve() throws Exception {
    GoldenStore golden = new GoldenStore(root);
    for (long version = 2; version <= 4; version++) {
      golden.put(version, 2);
    }
    TestTopics topics = new TestTopics();
    models =
        Models.start(
            TestModels.plan(golden),
            topics.consumer(),
            (_, _, _, _) -> {},
            new SimpleMeterRegistry());
    await().until(() -> models.slot().version() == 4);
    desk =
        new OrderDesk(
            models.versions(),
            new OrderLog(topics.producer(), TestTopics.CATALOGUE, InstantSource.system()));
  }

  @AfterEach
  void close() {
    models.close();
  }

  private ModelOrders heard(OrderDesk.Receipt receipt) {
    await().until(() -> models.settledOrders() >= receipt.end());
    return models.versions().orders();
  }

  @Test
  void candidatesNameWhatTheyAreComparedWith() throws Exception {
    Canary canary = heard(desk.canary(3, 0.1, null, ANYONE)).canary();
    assertThat(Objects.requireNonNull(canary).getControl()).isEqualTo(4);
    Shadow shadow = heard(desk.shadow(2, 1, ANYONE)).shadow();
    assertThat(Objects.requireNonNull(shadow).getControl()).isEqualTo(4);
  }

  @Test
  void whatWasPinnedIsTheControlWhenThePinIsWithdrawn() throws Exception {
    assertThat(heard(desk.canary(3, 0.1, "salt", ANYONE)).canary()).isNotNull();
    assertThat(heard(desk.shadow(3, 0.5, ANYONE)).shadow()).isNotNull();
    assertThat(heard(desk.pin(2, ANYONE)).pin()).isNotNull();
    ModelOrders orders = heard(desk.unpin());
    assertThat(orders.pin()).isNull();
    Canary canary = Objects.requireNonNull(orders.canary());
    assertThat(canary.getControl()).isEqualTo(2);
    assertThat(canary.getShare()).isEqualTo(0.1);
    assertThat(canary.getSalt()).isEqualTo("salt");
    assertThat(Objects.requireNonNull(orders.shadow()).getControl()).isEqualTo(2);
    assertThat(models.slot().version()).isEqualTo(2);
  }

  @Test
  void aCandidateThatIsActiveIsComparedWithNothing() throws Exception {
    Canary canary = heard(desk.canary(4, 0.1, null, ANYONE)).canary();
    assertThat(Objects.requireNonNull(canary).getControl()).isZero();
  }
}
