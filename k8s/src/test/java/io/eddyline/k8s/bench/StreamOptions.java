package io.eddyline.k8s.bench;

import io.eddyline.ingest.replay.DataFormat;
import io.eddyline.ingest.replay.DataSetReader;
import io.eddyline.ingest.replay.EventTable;
import io.eddyline.ingest.replay.ReadOptions;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** Which events a runner without a broker learns from. */
public final class StreamOptions {
  @Option(names = "--data", required = true, description = "Events.")
  private Path data = Path.of(".");

  @Option(names = "--format", description = "csv or movielens; default ${DEFAULT-VALUE}.")
  private String format = "csv";

  @Option(names = "--events", description = "At most.")
  private int mostEvents = Integer.MAX_VALUE;

  /** All events of the data. */
  public EventTable read() {
    return DataSetReader.read(DataFormat.of(format), ReadOptions.none(), List.of(data)).events();
  }

  /** How many of them are used, from the first. */
  public int used(EventTable events) {
    return Math.min(mostEvents, events.size());
  }
}
