package io.eddyline.learner.evaluate.report;

import java.util.List;
import java.util.Map;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.style.AxesChartStyler.TextAlignment;

/** Groups of bars, a colour for each series, with deviations where there are some. */
final class BarPlot {
  private static final int HEIGHT = 420;
  private static final int LEAST_WIDTH = 800;
  private static final int FRAME = 260;
  private static final int BAR = 9;
  private static final int ROTATED_HEIGHT = 560;
  private static final int ROTATION = 90;
  private static final int MOST_UPRIGHT = 8;
  private static final double FILL = 0.8;

  private BarPlot() {}

  /**
   * The bars of one series.
   *
   * @param values one for each category
   * @param deviations one for each category, or none
   */
  record Bars(List<Double> values, List<Double> deviations) {
    Bars(List<Double> values) {
      this(values, List.of());
    }
  }

  /**
   * The chart.
   *
   * @param categories under the groups
   * @param series by the name of the colour
   */
  static CategoryChart of(
      String title, String yTitle, List<String> categories, Map<String, Bars> series) {
    boolean rotated = categories.size() > MOST_UPRIGHT;
    int width = FRAME + BAR * categories.size() * (series.size() + 1);
    CategoryChart chart =
        new CategoryChartBuilder()
            .width(Math.max(LEAST_WIDTH, width))
            .height(rotated ? ROTATED_HEIGHT : HEIGHT)
            .title(title)
            .yAxisTitle(yTitle)
            .build();
    Look.apply(chart.getStyler());
    chart.getStyler().setAvailableSpaceFill(FILL);
    chart.getStyler().setXAxisLabelRotation(rotated ? ROTATION : 0);
    if (rotated) {
      chart.getStyler().setXAxisLabelAlignmentVertical(TextAlignment.Right);
    }
    series.forEach(
        (name, bars) -> {
          if (bars.deviations().isEmpty()) {
            chart.addSeries(name, categories, bars.values());
          } else {
            chart.addSeries(name, categories, bars.values(), bars.deviations());
          }
        });
    return chart;
  }
}
