package io.eddyline.k8s.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eddyline.ingest.replay.EventTable;
import io.eddyline.ingest.replay.HttpSink;
import io.eddyline.ingest.replay.ReplayConfig;
import io.eddyline.ingest.replay.Replayer;
import io.eddyline.k8s.standalone.EddylineClient.Answer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stopped and started on the same folder. */
class RestartTest {
  private static final int EVENTS = 1_500;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path folder;

  @Test
  void answersTheSameAfterARestartAndLearnsOn() {
    EventTable events = TestData.movieTweetings(EVENTS);
    List<String> users = new ArrayList<>();
    for (int index = 0; index < EVENTS; index += 100) {
      users.add(events.userId(events.userOrdinal(index)));
    }
    List<Answer> before;
    try (Standalone eddyline = start();
        EddylineClient client = client(eddyline);
        HttpSink sink = new HttpSink(eddyline.ingestUrl())) {
      new Replayer(ReplayConfig.atRate(0), sink, (done, total) -> {}).run(events, List.of());
      await()
          .atMost(PATIENCE)
          .until(() -> eddyline.trainedEvents() == EVENTS && eddyline.leadEvents() == 0);
      awaitQuiet(eddyline, client, users);
      before = users.stream().map(client::recommendations).toList();
      assertThat(before).allMatch(answer -> answer.items().size() == 10);
    }

    try (Standalone eddyline = start();
        EddylineClient client = client(eddyline)) {
      assertThat(eddyline.trainedEvents()).isEqualTo(EVENTS);
      List<Answer> after = users.stream().map(client::recommendations).toList();
      for (int k = 0; k < users.size(); k++) {
        assertThat(after.get(k).items()).as(users.get(k)).isEqualTo(before.get(k).items());
        assertThat(after.get(k).scores()).as(users.get(k)).isEqualTo(before.get(k).scores());
      }
      assertThat(client.click("late", List.of("1", "2")).status()).isEqualTo(202);
      await().atMost(PATIENCE).until(() -> eddyline.trainedEvents() == EVENTS + 2);
    }
  }

  private Standalone start() {
    Standalone eddyline = Standalone.start(TestConfig.in(folder));
    await().atMost(PATIENCE).until(eddyline::isReady);
    return eddyline;
  }

  private static EddylineClient client(Standalone eddyline) {
    return new EddylineClient(eddyline.ingestUrl(), eddyline.servingUrl());
  }

  /** Waits until the newest snapshot holds everything: answers and version stand still. */
  private static void awaitQuiet(Standalone eddyline, EddylineClient client, List<String> users) {
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                users.stream()
                    .allMatch(
                        user -> client.recommendations(user).body().path("fallback").isNull()));
    await()
        .atMost(PATIENCE)
        .during(Duration.ofSeconds(2))
        .until(
            new StandsStill<>(eddyline::builtVersion),
            still -> still && eddyline.modelVersion() == eddyline.builtVersion());
  }
}
