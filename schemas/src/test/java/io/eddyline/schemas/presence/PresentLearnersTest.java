package io.eddyline.schemas.presence;

import static org.assertj.core.api.Assertions.assertThat;

import io.eddyline.schemas.record.Presence;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PresentLearnersTest {
  private final PresentLearners learners = new PresentLearners("main");

  @Test
  void knowsTheLearnersOfTheModelThatCanBeHeard() {
    learners.announced("one", presence("main", "b:1", 10_000), 0);
    learners.announced("foreign", presence("another", "c:1", 10_000), 0);
    learners.announced("unheard", presence("main", "", 10_000), 0);

    assertThat(endpoints(0)).containsExactly("b:1");
  }

  @Test
  void followsOneThatComesBackElsewhereAndForgetsOneThatTakesLeave() {
    learners.announced("one", presence("main", "b:1", 10_000), 0);
    learners.announced("one", presence("main", "b:2", 10_000), 1);
    learners.announced("third", presence("main", "c:1", 10_000), 1);
    learners.left("third");

    assertThat(endpoints(1)).containsExactly("b:2");
  }

  @Test
  void takesOneForGoneThatMissedThreeOfItsAnnouncements() {
    learners.announced("one", presence("main", "b:1", 10_000), 0);
    learners.announced("often", presence("main", "c:1", 2_000), 0);
    learners.announced("older", presence("main", "d:1", 0), 0);

    assertThat(endpoints(6_000)).containsExactly("b:1", "c:1", "d:1");
    assertThat(endpoints(6_001)).containsExactly("b:1", "d:1");
    assertThat(endpoints(30_000)).containsExactly("b:1", "d:1");
    assertThat(endpoints(30_001)).isEmpty();
  }

  @Test
  void putsThoseHeardOfLastAtTheEnd() {
    learners.announced("one", presence("main", "b:1", 10_000), 0);
    learners.announced("two", presence("main", "c:1", 10_000), 0);
    learners.announced("one", presence("main", "b:1", 10_000), 1);

    assertThat(endpoints(1)).containsExactly("c:1", "b:1");
  }

  private List<String> endpoints(long nowMs) {
    return List.copyOf(learners.endpoints(nowMs).values());
  }

  private static Presence presence(String model, String endpoint, int intervalMs) {
    return Presence.newBuilder()
        .setModel(model)
        .setControlEndpoint(endpoint)
        .setIntervalMs(intervalMs)
        .build();
  }
}
