package io.eddyline.k8s.cli;

import io.eddyline.ingest.replay.DataSetReader;
import io.eddyline.ingest.replay.EventSink;
import io.eddyline.ingest.replay.EventTable;
import io.eddyline.ingest.replay.HttpSink;
import io.eddyline.ingest.replay.KafkaSink;
import io.eddyline.ingest.replay.ReplayConfig;
import io.eddyline.ingest.replay.ReplayReport;
import io.eddyline.ingest.replay.Replayer;
import io.eddyline.k8s.config.EddylineConfig;
import io.eddyline.k8s.config.EffectiveConfig;
import io.eddyline.schemas.topic.TopicCatalogue;
import java.io.PrintWriter;
import java.net.URI;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.ProgressBar;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Publishes a data set as events. */
@Command(
    name = "replay",
    description = "Publishes a data set as events, in time order, with progress, rate and ETA.",
    mixinStandardHelpOptions = true)
final class ReplayCommand implements Callable<Integer> {
  private static final String DEFAULT_URL = "http://localhost:8081";

  @Mixin private final ConfigOptions options = new ConfigOptions();
  @Mixin private final DataSetOptions data = new DataSetOptions();

  @Option(names = "--rate", paramLabel = "N", description = "At most N events a second.")
  private double rate;

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "The event interface; " + DEFAULT_URL + ". --kafka goes to Kafka instead.")
  private @Nullable URI url;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli fills it before the call
  private CommandSpec spec;

  @Override
  public Integer call() {
    EffectiveConfig<EddylineConfig> effective = options.load();
    if (options.printed(spec, effective)) {
      return 0;
    }
    PrintWriter out = spec.commandLine().getOut();
    DataSetReader.Result result = data.read(spec.commandLine().getErr());
    EventTable events = result.events().first(data.maxEvents);
    ReplayReport report;
    try (EventSink sink = sink(effective.config());
        ProgressBar bar = Progress.bar("replay", events.size(), "events")) {
      report =
          new Replayer(ReplayConfig.atRate(rate), sink, (done, total) -> bar.stepTo(done))
              .run(events, data.titles());
    }
    out.printf(
        "%d events accepted, %d refused, %d titles, %.0f events/s%n",
        report.acceptedEvents(), report.refusedEvents(), report.titles(), report.eventsPerSecond());
    out.flush();
    return 0;
  }

  private EventSink sink(EddylineConfig config) {
    if (url == null && options.kafka != null) {
      return new KafkaSink(
          config.kafka().clientSettings(Servers.required(config)),
          new TopicCatalogue(config.topics()));
    }
    return new HttpSink(url == null ? URI.create(DEFAULT_URL) : url);
  }
}
