package io.eddyline.learner.evaluate.report;

import io.eddyline.learner.evaluate.Segment;
import io.eddyline.learner.evaluate.SeriesPoint;
import io.eddyline.learner.evaluate.study.SeedSummary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.knowm.xchart.CategoryChart;

/** The plots of one data set: along the stream, by user age and by item popularity. */
public final class QualityPlots {
  private final String title;
  private final String prefix;
  private final Map<String, SeedSummary> contenders;

  private QualityPlots(String title, String prefix, Map<String, SeedSummary> contenders) {
    this.title = title;
    this.prefix = prefix;
    this.contenders = contenders;
  }

  /** Of the learner and its baselines, under the name of the data. */
  static QualityPlots of(DataFindings data) {
    String prefix = data.name().replaceAll("[^A-Za-z0-9.-]", "_") + "-";
    return new QualityPlots(data.name(), prefix, data.contenders());
  }

  /** Of one model, as {@code stream.svg}, {@code users.svg} and {@code items.svg}. */
  public static QualityPlots of(SeedSummary summary) {
    return new QualityPlots(summary.data(), "", Map.of(summary.model(), summary));
  }

  /** Draws all three; of several seeds the first one. */
  public void write(Path folder) throws IOException {
    Map<String, List<SeriesPoint>> series = new LinkedHashMap<>();
    contenders.forEach((name, summary) -> series.put(name, summary.first().series()));
    Svg.write(
        StreamPlot.of(title + ": quality along the stream", series), folder.resolve(streamFile()));
    Svg.write(segments("by events of the user so far", "user-events"), folder.resolve(usersFile()));
    Svg.write(
        segments("by popularity of the item", "item-popularity"), folder.resolve(itemsFile()));
  }

  String streamFile() {
    return file("stream");
  }

  String usersFile() {
    return file("users");
  }

  String itemsFile() {
    return file("items");
  }

  private CategoryChart segments(String subject, String by) {
    Map<String, BarPlot.Bars> bars = new LinkedHashMap<>();
    contenders.forEach(
        (name, summary) ->
            bars.put(
                name,
                new BarPlot.Bars(
                    parts(summary.first().segments(), by).stream().map(Segment::ndcg10).toList())));
    List<Segment> any =
        contenders.values().stream()
            .findFirst()
            .map(summary -> parts(summary.first().segments(), by))
            .orElse(List.of());
    List<String> categories =
        any.stream().map(part -> "%s (%d)".formatted(part.name(), part.evaluated())).toList();
    return BarPlot.of(title + ": " + subject, "NDCG@10", categories, bars);
  }

  private static List<Segment> parts(List<Segment> segments, String by) {
    return segments.stream().filter(segment -> segment.by().equals(by)).toList();
  }

  private String file(String kind) {
    return prefix + kind + ".svg";
  }
}
