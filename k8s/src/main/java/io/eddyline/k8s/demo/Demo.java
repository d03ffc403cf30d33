package io.eddyline.k8s.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.eddyline.ingest.replay.DataFormat;
import io.eddyline.ingest.replay.DataSetReader;
import io.eddyline.ingest.replay.EventTable;
import io.eddyline.ingest.replay.HttpSink;
import io.eddyline.ingest.replay.ReadOptions;
import io.eddyline.ingest.replay.ReplayConfig;
import io.eddyline.ingest.replay.ReplayReport;
import io.eddyline.ingest.replay.Replayer;
import io.eddyline.ingest.replay.TitleReader;
import io.eddyline.k8s.cli.Progress;
import io.eddyline.k8s.standalone.Standalone;
import io.eddyline.schemas.error.Action;
import io.eddyline.schemas.error.EddylineException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import me.tongfei.progressbar.ProgressBar;

/**
 * Replays MovieTweetings, then lets a visitor click some films and shows the list before and after.
 *
 * <p>Threading: one thread; the replay has its own.
 */
final class Demo {
  private static final String VISITOR = "visitor";
  private static final List<String> CLICKED =
      List.of("1453405", "1690953", "0481499"); // Monsters University, Despicable Me 2, The Croods
  private static final int SHOWN = 10;
  private static final long POLL_MS = 100;
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final Standalone eddyline;
  private final Path data;
  private final PrintStream out;

  /**
   * @param data folder of MovieTweetings
   */
  Demo(Standalone eddyline, Path data, PrintStream out) {
    this.eddyline = eddyline;
    this.data = data;
    this.out = out;
  }

  void run() {
    await("the tiers to be ready", eddyline::isReady);
    out.printf(
        "Eddyline listens: events %s, recommendations %s%n%n",
        eddyline.ingestUrl(), eddyline.servingUrl());
    ReplayReport report = replay();
    await(
        "every event to be learnt",
        () -> eddyline.trainedEvents() >= report.acceptedEvents() && eddyline.leadEvents() == 0);
    out.printf(
        "%nreplayed %,d events in %.1f s (%,.0f events/s), all of them learnt%n",
        report.acceptedEvents(), report.elapsedMs() / 1000.0, report.eventsPerSecond());
    out.println(quality());
    try (DemoClient client = new DemoClient(eddyline.ingestUrl(), eddyline.servingUrl())) {
      visit(client);
    }
  }

  private ReplayReport replay() {
    EventTable events =
        DataSetReader.read(
                DataFormat.MOVIELENS, ReadOptions.none(), List.of(data.resolve("ratings.dat.gz")))
            .events();
    out.printf(
        "MovieTweetings: %,d ratings by %,d people of %,d films, in the order of their time%n",
        events.size(), events.userCount(), events.itemCount());
    try (HttpSink sink = new HttpSink(eddyline.ingestUrl());
        ProgressBar bar = Progress.bar("replay", events.size(), "events");
        QualityTicker _ = QualityTicker.start(() -> bar.setExtraMessage(quality()))) {
      return new Replayer(ReplayConfig.atRate(0), sink, (done, total) -> bar.stepTo(done))
          .run(events, TitleReader.read(data.resolve("movies.dat")));
    }
  }

  private String quality() {
    return "NDCG@10 %.4f Recall@10 %.4f model %d"
        .formatted(
            eddyline.gauge("eddyline.learner.prequential", "metric", "ndcg10", "window", "recent"),
            eddyline.gauge(
                "eddyline.learner.prequential", "metric", "recall10", "window", "recent"),
            eddyline.modelVersion());
  }

  private void visit(DemoClient client) {
    long enough = eddyline.builtVersion();
    await("a snapshot with the whole stream", () -> eddyline.modelVersion() > enough);
    print("A new visitor sees what is popular:", client.recommendations(VISITOR, SHOWN));
    client.click(VISITOR, CLICKED);
    out.printf("%nThe visitor clicks Monsters University, Despicable Me 2 and The Croods.%n%n");
    await(
        "the visitor's own list",
        () -> client.recommendations(VISITOR, SHOWN).path("fallback").isNull());
    print("The visitor's list now:", client.recommendations(VISITOR, SHOWN));
  }

  private void print(String heading, JsonNode answer) {
    out.printf(
        "%s (model %s, fallback %s)%n",
        heading, answer.path("model").path("version").asText(), answer.path("fallback").asText());
    for (JsonNode item : answer.path("items")) {
      out.printf(
          "  %8.3f  %s%n", item.path("score").asDouble(), item.path("title").asText("(no title)"));
    }
  }

  private static void await(String what, BooleanSupplier condition) {
    long deadlineNs = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadlineNs) {
        throw new EddylineException(
            Action.STOP, "waited %d s for %s in vain".formatted(PATIENCE.toSeconds(), what));
      }
      try {
        TimeUnit.MILLISECONDS.sleep(POLL_MS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new EddylineException(Action.STOP, "interrupted", e);
      }
    }
  }
}
