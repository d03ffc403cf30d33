package io.eddyline.learner.evaluate.report;

import io.eddyline.learner.evaluate.SeriesPoint;
import java.awt.BasicStroke;
import java.util.List;
import java.util.Map;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** NDCG@10 along the stream, a line for each model, the first one thicker. */
final class StreamPlot {
  private static final int WIDTH = 900;
  private static final int HEIGHT = 420;
  private static final int TICK_SPACING = 110;
  private static final BasicStroke FIRST = new BasicStroke(2.5f);
  private static final BasicStroke OTHER = new BasicStroke(1.2f);

  private StreamPlot() {}

  /**
   * The chart.
   *
   * @param series by the name of the line; one without points is left out
   */
  static XYChart of(String title, Map<String, List<SeriesPoint>> series) {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(title)
            .xAxisTitle("events")
            .yAxisTitle("NDCG@10")
            .build();
    Look.apply(chart.getStyler());
    chart.getStyler().setYAxisMin(0.0);
    chart.getStyler().setXAxisMin(0.0);
    chart.getStyler().setXAxisDecimalPattern("#,##0");
    chart.getStyler().setYAxisDecimalPattern("0.00");
    chart.getStyler().setXAxisTickMarkSpacingHint(TICK_SPACING);
    series.forEach(
        (name, points) -> {
          if (!points.isEmpty()) {
            BasicStroke stroke = chart.getSeriesMap().isEmpty() ? FIRST : OTHER;
            chart
                .addSeries(
                    name,
                    points.stream().mapToDouble(SeriesPoint::untilEvent).toArray(),
                    points.stream().mapToDouble(SeriesPoint::ndcg10).toArray())
                .setMarker(SeriesMarkers.NONE)
                .setLineStyle(stroke);
          }
        });
    return chart;
  }
}
