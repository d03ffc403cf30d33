package io.eddyline.k8s.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eddyline.k8s.standalone.EddylineClient.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The process is killed right after commits; every acknowledged event is learnt exactly once. */
class KillTest {
  private static final String TRAINED = "eddyline_learner_trained_events_total";
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final int KILLS = 2;
  private static final int USERS = 40;
  private static final int ITEMS = 25;

  @TempDir Path folder;
  private @Nullable ChildProcess running;

  @AfterEach
  void tellHowTheLastProcessEnded() {
    System.out.println("the last process is " + running);
  }

  @Test
  void everyAcknowledgedEventIsTrainedExactlyOnce() throws Exception {
    Map<String, String> settings = new HashMap<>(TestConfig.settings(folder.resolve("data")));
    settings.put("eddyline.learner.commit-interval-ms", "50");
    int acknowledged = 0;
    for (int round = 0; round <= KILLS; round++) {
      try (ChildProcess process = ChildProcess.start(settings, Path.of("target/kill-test.log"));
          EddylineClient client = new EddylineClient(process.ingestUrl(), process.servingUrl())) {
        running = process;
        int before = acknowledged;
        awaitTrained(client, before);
        acknowledged += post(client, round);
        // What came before is offered again: as duplicates it must not count.
        if (round > 0) {
          post(client, round - 1);
        }
        if (round < KILLS) {
          // Some of it is committed, the rest is on its way.
          await().atMost(PATIENCE).until(() -> client.metric(TRAINED) > before);
          process.kill();
          // What the killed process had acknowledged is on the log; the next one learns it first.
        } else {
          int all = acknowledged;
          awaitTrained(client, all);
          await()
              .atMost(PATIENCE)
              .during(Duration.ofSeconds(2))
              .until(() -> client.metric(TRAINED) == all);
          assertThat(process.terminate()).isZero();
        }
      }
    }
  }

  private void awaitTrained(EddylineClient client, int events) throws IOException {
    try {
      await().atMost(PATIENCE).until(() -> client.metric(TRAINED) == events);
    } catch (ConditionTimeoutException e) {
      String port = Files.readString(folder.resolve("data/kafka/broker.port")).strip();
      String seen = "%.0f of %d events".formatted(client.metric(TRAINED), events);
      throw new AssertionError(seen + LogState.of("127.0.0.1:" + port), e);
    }
  }

  /** Posts the round's events, all with ids of their own; returns how many were acknowledged. */
  private static int post(EddylineClient client, int round) {
    List<String> items =
        IntStream.range(0, ITEMS).mapToObj(item -> "item-%d-%d".formatted(round, item)).toList();
    int accepted = 0;
    for (int user = 0; user < USERS; user++) {
      Answer answer = client.click("user-" + user, items);
      assertThat(answer.status()).isEqualTo(202);
      accepted += answer.body().path("accepted").asInt();
    }
    return accepted;
  }
}
