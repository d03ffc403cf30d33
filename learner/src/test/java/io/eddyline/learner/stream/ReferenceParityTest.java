package io.eddyline.learner.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.eddyline.learner.kernel.Generator;
import io.eddyline.learner.train.LearnerSettings;
import io.eddyline.learner.train.LocalLearner;
import io.eddyline.learner.train.Polarity;
import io.eddyline.schemas.record.Signal;
import io.micrometer.core.instrument.FunctionCounter;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/**
 * The topology computes what the learner without Kafka computes.
 *
 * <p>The two apply the same messages, at different times: {@link LocalLearner} lets the item side
 * learn in the midst of an event, before the event's item key enters the queue and before the
 * replay; in the stream it learns after the event. So they agree in full where nothing reads what
 * the item side has just learnt (item rows at rest, no replay), and the whole method agrees with
 * {@link LateLearner}, which holds the messages back until the event is over. A batch of one
 * message keeps their order; a longer one puts its pairs before its follows.
 */
final class ReferenceParityTest {
  private static final int EVENTS = 400;
  private static final long SEED = 21;

  @Test
  void learnsWhatTheLocalLearnerLearns() {
    LearnerSettings settings = SyntheticStream.settings(0, 0);
    LocalLearner local = new LocalLearner(settings);
    local.userSide().generator().restore(userDraws(settings).state());
    local.itemSide().generator().restore(itemDraws(settings).state());
    try (DrivenLearner driven = new DrivenLearner(settings, SyntheticStream.config(1))) {
      SyntheticStream events = new SyntheticStream(SEED);
      for (int event = 0; event < EVENTS; event++) {
        Signal signal = events.next();
        driven.learn(signal);
        learn(local, signal);
      }
      assertSame(
          TableContents.users(driven.users(), driven.replica),
          TableContents.users(local.users(), local.replica()));
      assertSame(
          TableContents.items(driven.items(), settings.dimension()),
          TableContents.items(local.items(), settings.dimension()));
    }
  }

  @Test
  void learnsTheWholeMethodAsTheLateLearnerDoes() {
    LearnerSettings settings = SyntheticStream.settings();
    LateLearner late = new LateLearner(settings, userDraws(settings), itemDraws(settings));
    try (DrivenLearner driven = new DrivenLearner(settings, SyntheticStream.config(1))) {
      SyntheticStream events = new SyntheticStream(SEED);
      for (int event = 0; event < EVENTS; event++) {
        Signal signal = events.next();
        driven.learn(signal);
        late.learn(signal);
      }
      assertSame(
          TableContents.users(driven.users(), driven.replica),
          TableContents.users(late.users, late.replica));
      assertSame(
          TableContents.items(driven.items(), settings.dimension()),
          TableContents.items(late.items, settings.dimension()));
    }
  }

  @Test
  void admitsAndExpiresAsTheLateLearnerDoes() {
    LearnerSettings settings =
        SyntheticStream.settings(
            0.1,
            1,
            Map.of(
                "admit-after-sightings", "2",
                "admit-users-after-sightings", "3",
                "sighting-window", "128",
                "expire-after-events", "60",
                "expire-users-after-events", "15"));
    LateLearner late = new LateLearner(settings, userDraws(settings), itemDraws(settings));
    try (DrivenLearner driven = new DrivenLearner(settings, SyntheticStream.config(1))) {
      SyntheticStream events = new SyntheticStream(SEED);
      for (int event = 0; event < EVENTS; event++) {
        Signal signal = events.next();
        driven.learn(signal);
        late.learn(signal);
      }
      assertSame(
          TableContents.users(driven.users(), driven.replica),
          TableContents.users(late.users, late.replica));
      assertSame(
          TableContents.items(driven.items(), settings.dimension()),
          TableContents.items(late.items, settings.dimension()));
      assertThat(driven.metrics.trainedEvents()).isEqualTo(EVENTS);
      assertThat(
              driven.registry.get("eddyline.learner.expired.rows").functionCounters().stream()
                  .mapToDouble(FunctionCounter::count))
          .as("rows of both sides expire")
          .allMatch(count -> count > 0);
    }
  }

  private static void learn(LocalLearner local, Signal signal) {
    String user = signal.getUserId();
    String item = signal.getItemId();
    float weight = signal.getWeight();
    boolean seen = signal.getMarksSeen();
    long timeMs = signal.getEventTimeMs();
    Polarity polarity = Polarity.valueOf(signal.getPolarity().name());
    if (polarity == Polarity.POSITIVE && signal.getIsRating()) {
      local.rate(user, item, weight, signal.getValue(), seen, timeMs);
    } else {
      local.learn(user, item, weight, polarity, seen, timeMs);
    }
  }

  private static Generator userDraws(LearnerSettings settings) {
    return new Generator(settings.seed());
  }

  private static Generator itemDraws(LearnerSettings settings) {
    return new Generator(~settings.seed());
  }

  private static void assertSame(
      Map<String, List<Object>> actual, Map<String, List<Object>> expected) {
    assertThat(actual.keySet()).isEqualTo(expected.keySet());
    expected.forEach(
        (id, values) ->
            Closeness.assertCloseLists(
                "seed " + SEED + ", " + id, Objects.requireNonNull(actual.get(id)), values));
  }
}
