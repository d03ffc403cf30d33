package io.eddyline.learner.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.eddyline.learner.train.LearnerSettings;
import io.eddyline.schemas.config.RecordSettings;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

final class TeleportationStreamTest {

  @Test
  void theItemSideMinesAndCounts() {
    Map<String, String> values = new TreeMap<>();
    RecordSettings.describe(SyntheticStream.settings())
        .forEach((key, value) -> values.put(key, value.toString()));
    values.put("negatives", "4");
    values.put("user-queue", "16");
    values.put("teleportation.share", "0.5");
    values.put("teleportation.episode-events", "20");
    LearnerSettings settings = RecordSettings.bind(LearnerSettings.class, values);
    SyntheticStream stream = new SyntheticStream(5);
    try (DrivenLearner learner = new DrivenLearner(settings, SyntheticStream.config(1))) {
      for (int event = 0; event < 300; event++) {
        learner.learn(stream.next());
      }
      assertThat(count(learner, "lists")).isGreaterThan(20);
      assertThat(count(learner, "mining")).isPositive();
      double drawn =
          learner
              .registry
              .get("eddyline.learner.teleportation.negatives")
              .tag("outcome", "drawn")
              .counter()
              .count();
      assertThat(drawn).isPositive();
    }
  }

  @Test
  void theMiningThreadRunsAsideAndDropsWhatIsLeftWhenClosed() {
    AtomicReference<String> name = new AtomicReference<>("");
    CountDownLatch never = new CountDownLatch(1);
    MiningThread thread = new MiningThread();
    thread.execute(
        () -> {
          name.set(Thread.currentThread().getName());
          try {
            never.await();
          } catch (InterruptedException e) {
            name.set("interrupted");
          }
        });
    Awaitility.await().until(() -> name.get().equals("eddyline-negative-miner"));
    thread.execute(() -> name.set("ran after all"));
    thread.close();
    thread.close();
    thread.execute(() -> name.set("ran after all"));
    Awaitility.await().until(() -> name.get().equals("interrupted"));
    assertThat(never.getCount()).isEqualTo(1);
  }

  private static double count(DrivenLearner learner, String name) {
    return learner.registry.get("eddyline.learner.teleportation." + name).counter().count();
  }
}
