package io.eddyline.learner.evaluate.report;

import io.eddyline.learner.evaluate.Segment;
import io.eddyline.learner.evaluate.SeriesPoint;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.knowm.xchart.CategoryChart;

/** The plots of one data set: along the stream, by user age and by item popularity. */
final class QualityPlots {
  private final DataFindings data;

  QualityPlots(DataFindings data) {
    this.data = data;
  }

  /** Draws all three; of several seeds the first one. */
  void write(Path folder) throws IOException {
    Map<String, List<SeriesPoint>> series = new LinkedHashMap<>();
    data.contenders().forEach((name, summary) -> series.put(name, summary.first().series()));
    Svg.write(
        StreamPlot.of(data.name() + ": quality along the stream", series),
        folder.resolve(streamFile()));
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

  private CategoryChart segments(String title, String by) {
    Map<String, BarPlot.Bars> bars = new LinkedHashMap<>();
    data.contenders()
        .forEach(
            (name, summary) ->
                bars.put(
                    name,
                    new BarPlot.Bars(
                        parts(summary.first().segments(), by).stream()
                            .map(Segment::ndcg10)
                            .toList())));
    List<Segment> any =
        data.contenders().values().stream()
            .findFirst()
            .map(summary -> parts(summary.first().segments(), by))
            .orElse(List.of());
    List<String> categories =
        any.stream().map(part -> "%s (%d)".formatted(part.name(), part.evaluated())).toList();
    return BarPlot.of(data.name() + ": " + title, "NDCG@10", categories, bars);
  }

  private static List<Segment> parts(List<Segment> segments, String by) {
    return segments.stream().filter(segment -> segment.by().equals(by)).toList();
  }

  private String file(String kind) {
    return "%s-%s.svg".formatted(data.name().replaceAll("[^A-Za-z0-9.-]", "_"), kind);
  }
}
