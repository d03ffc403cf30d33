package io.eddyline.k8s.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.eddyline.ingest.replay.EventTable;
import io.eddyline.ingest.replay.HttpSink;
import io.eddyline.ingest.replay.ReplayConfig;
import io.eddyline.ingest.replay.Replayer;
import io.eddyline.k8s.config.ConfigLoader;
import io.eddyline.k8s.config.EddylineConfig;
import io.eddyline.k8s.process.CloseStack;
import io.eddyline.k8s.process.ProcessContext;
import io.eddyline.k8s.process.Tiers;
import io.eddyline.k8s.rebuild.RebuildFrom;
import io.eddyline.k8s.rebuild.RebuildProcess;
import io.eddyline.k8s.rebuild.SwapMode;
import io.eddyline.k8s.standalone.EddylineClient.Answer;
import io.eddyline.schemas.control.ControlLog;
import io.eddyline.schemas.error.EddylineException;
import io.eddyline.schemas.record.Rebuild;
import io.eddyline.serving.Serving;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model is rebuilt from the log beside the served one, under load, and takes its place. */
class RebuildEndToEndTest {
  private static final int EVENTS = 1_000;
  private static final int SENT_TWICE = 200;
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String NEXT = "next";
  private static final RebuildFrom EARLIEST = RebuildFrom.parse("earliest", Instant.EPOCH);

  @TempDir Path folder;

  /** Clicks of new users and requests of an old one, one after the other, until it is stopped. */
  private static final class Load implements Runnable {
    private final EddylineClient client;
    private final String user;
    private final AtomicBoolean running = new AtomicBoolean(true);
    private final List<Answer> answers = new ArrayList<>();
    private int accepted;

    Load(EddylineClient client, String user) {
      this.client = client;
      this.user = user;
    }

    @Override
    public void run() {
      for (int round = 0; running.get(); round++) {
        accepted +=
            client
                .click("visitor-" + round, List.of("a" + round % 7, "b" + round % 11))
                .body()
                .path("accepted")
                .asInt();
        for (int request = 0; request < 5; request++) {
          answers.add(client.recommendations(user));
        }
      }
    }
  }

  @Test
  void aRebuiltModelTakesOverUnderLoadAndStays() throws Exception {
    EventTable events = TestData.movieTweetings(EVENTS);
    try (Standalone eddyline = Standalone.start(TestConfig.in(folder));
        EddylineClient client = new EddylineClient(eddyline.ingestUrl(), eddyline.servingUrl())) {
      await().atMost(PATIENCE).until(eddyline::isReady);
      replay(eddyline, events);
      replay(eddyline, events.first(SENT_TWICE));
      await().atMost(PATIENCE).until(() -> eddyline.trainedEvents() == EVENTS);
      String user = events.userId(events.userOrdinal(0));
      await().atMost(PATIENCE).until(() -> client.recommendations(user).items().size() == 10);

      Load load = new Load(client, user);
      Thread loading = Thread.ofPlatform().name("load").start(load);
      try (ProcessContext context = context(eddyline, NEXT)) {
        Tiers.applyTopics(context);
        long learnt;
        try (RebuildProcess rebuild = RebuildProcess.start(context, EARLIEST, SwapMode.AUTO)) {
          await()
              .atMost(PATIENCE)
              .until(() -> client.recommendations(user).modelName().equals(NEXT));
          load.running.set(false);
          loading.join();
          learnt = (long) EVENTS + load.accepted;
          await().atMost(PATIENCE).until(() -> rebuild.learner().trainedEvents() == learnt);
          await().atMost(PATIENCE).until(() -> eddyline.trainedEvents() == learnt);
        }
        assertOneSwap(load.answers);
        assertNoted(context);
        anotherServingProcessFindsTheOrder(eddyline, user);
        aRestartGoesOn(context, learnt);
      } finally {
        load.running.set(false);
        loading.join();
      }
      theModelThatLearntFromTheBeginningIsNotRebuilt(eddyline);
      rollsBack(eddyline, client, user);
    }
  }

  private static void assertOneSwap(List<Answer> answers) {
    assertThat(answers).isNotEmpty().allMatch(answer -> answer.status() == 200);
    assertThat(answers).allMatch(answer -> answer.items().size() == 10);
    List<String> models = new ArrayList<>();
    for (Answer answer : answers) {
      if (models.isEmpty() || !models.getLast().equals(answer.modelName())) {
        models.add(answer.modelName());
      }
    }
    assertThat(models).containsExactly("main", NEXT);
  }

  private static void assertNoted(ProcessContext context) {
    Rebuild rebuild =
        Objects.requireNonNull(
            new ControlLog(context.kafka(), context.topics()).read().rebuild(NEXT));
    assertThat(rebuild.getSwappedAtMs()).isPositive();
  }

  private void anotherServingProcessFindsTheOrder(Standalone eddyline, String user) {
    try (CloseStack resources = new CloseStack()) {
      ProcessContext context = resources.push(context(eddyline, "main"));
      Serving serving = resources.push(Tiers.serving(context));
      await().atMost(PATIENCE).until(() -> serving.modelVersion() > 0);
      URI url = URI.create("http://127.0.0.1:" + serving.port());
      EddylineClient client = resources.push(new EddylineClient(eddyline.ingestUrl(), url));
      assertThat(client.recommendations(user).modelName()).isEqualTo(NEXT);
      assertThat(client.metric("eddyline_serving_swaps_total")).isEqualTo(1);
      await().atMost(PATIENCE).until(() -> client.getServing("/healthz/ready").status() == 200);
      assertThat(client.metric("eddyline_serving_overlay_catch_ups_total{reason=\"start\"}"))
          .as("readings of the ordered model's rows")
          .isPositive();
    }
  }

  private static void aRestartGoesOn(ProcessContext context, long learnt) {
    try (RebuildProcess again = RebuildProcess.start(context, EARLIEST, SwapMode.AUTO)) {
      await().atMost(PATIENCE).until(() -> again.learner().running());
      assertThat(again.learner().trainedEvents()).isEqualTo(learnt);
    }
  }

  private void theModelThatLearntFromTheBeginningIsNotRebuilt(Standalone eddyline) {
    try (ProcessContext context = context(eddyline, "main")) {
      assertThatThrownBy(() -> RebuildProcess.start(context, EARLIEST, SwapMode.AUTO))
          .isInstanceOf(EddylineException.class)
          .hasMessageContaining("model main has learnt already");
    }
  }

  private void rollsBack(Standalone eddyline, EddylineClient client, String user) {
    try (ProcessContext context = context(eddyline, "main")) {
      new ControlLog(context.kafka(), context.topics()).withdrawActive();
    }
    await().atMost(PATIENCE).until(() -> client.recommendations(user).modelName().equals("main"));
  }

  private static void replay(Standalone eddyline, EventTable events) {
    try (HttpSink sink = new HttpSink(eddyline.ingestUrl())) {
      new Replayer(ReplayConfig.atRate(0), sink, (done, total) -> {}).run(events, List.of());
    }
  }

  private ProcessContext context(Standalone eddyline, String model) {
    Map<String, String> settings = new HashMap<>(TestConfig.settings(folder));
    settings.put("eddyline.model", model);
    EddylineConfig config =
        new ConfigLoader(Map.of()).load(EddylineConfig.class, null, settings).config();
    return ProcessContext.open(config, eddyline.bootstrapServers());
  }
}
