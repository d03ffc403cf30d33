package io.eddyline.learner.evaluate.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler.LegendPosition;

/** How all plots look. Stateless; any thread. */
final class Look {
  /** Colours that the colour-blind can tell apart (Okabe and Ito 2008), black first. */
  static final Color[] COLOURS = {
    new Color(0x000000),
    new Color(0xE69F00),
    new Color(0x56B4E9),
    new Color(0x009E73),
    new Color(0x0072B2),
    new Color(0xD55E00),
    new Color(0xCC79A7),
    new Color(0x999999),
    new Color(0xB8A800),
    new Color(0x7F4FA0)
  };

  private static final Color GRID = new Color(0xDDDDDD);
  private static final Color TEXT = new Color(0x333333);
  private static final int TEXT_POINTS = 12;
  private static final int TITLE_POINTS = 14;

  private Look() {}

  static void apply(AxesChartStyler styler) {
    styler.setSeriesColors(COLOURS);
    styler.setChartBackgroundColor(Color.WHITE);
    styler.setPlotBackgroundColor(Color.WHITE);
    styler.setPlotBorderVisible(false);
    styler.setPlotGridLinesColor(GRID);
    styler.setPlotGridVerticalLinesVisible(false);
    styler.setPlotGridLinesStroke(new BasicStroke(1));
    styler.setLegendPosition(LegendPosition.OutsideE);
    styler.setLegendBorderColor(Color.WHITE);
    styler.setLegendFont(font(TEXT_POINTS));
    styler.setChartFontColor(TEXT);
    styler.setChartTitleFont(font(TITLE_POINTS));
    styler.setAxisTitleFont(font(TEXT_POINTS));
    styler.setAxisTickLabelsFont(font(TEXT_POINTS));
    styler.setAxisTickLabelsColor(TEXT);
    styler.setAxisTickMarksColor(GRID);
  }

  private static Font font(int points) {
    return new Font(Font.SANS_SERIF, Font.PLAIN, points);
  }
}
