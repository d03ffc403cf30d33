package io.eddyline.learner.delta;

import static org.assertj.core.api.Assertions.assertThat;

import io.eddyline.schemas.record.Presence;
import org.junit.jupiter.api.Test;

final class PresentLearnersTest {
  private final PresentLearners learners = new PresentLearners("main", 1, 10_000);

  @Test
  void knowsTheOtherLearnersOfTheModel() {
    learners.announced("self", presence("main", 1, "a:1"), 0);
    learners.announced("other", presence("main", 2, "b:1"), 0);
    learners.announced("foreign", presence("another", 3, "c:1"), 0);
    learners.announced("unheard", presence("main", 4, ""), 0);

    assertThat(learners.endpoints(0)).containsExactly("b:1");
  }

  @Test
  void followsOneThatComesBackElsewhereAndForgetsOneThatTakesLeave() {
    learners.announced("other", presence("main", 2, "b:1"), 0);
    learners.announced("other", presence("main", 5, "b:2"), 1);
    learners.announced("third", presence("main", 6, "c:1"), 1);
    learners.left("third");

    assertThat(learners.endpoints(1)).containsExactly("b:2");
  }

  @Test
  void takesOneThatIsNotHeardOfForGone() {
    learners.announced("other", presence("main", 2, "b:1"), 0);

    assertThat(learners.endpoints(30_000)).containsExactly("b:1");
    assertThat(learners.endpoints(30_001)).isEmpty();
  }

  private static Presence presence(String model, long publisher, String endpoint) {
    return Presence.newBuilder()
        .setModel(model)
        .setPublisher(publisher)
        .setControlEndpoint(endpoint)
        .build();
  }
}
