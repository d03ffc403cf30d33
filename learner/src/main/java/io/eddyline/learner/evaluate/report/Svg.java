package io.eddyline.learner.evaluate.report;

import de.erichseifert.vectorgraphics2d.VectorGraphics2D;
import de.erichseifert.vectorgraphics2d.svg.SVGProcessor;
import de.erichseifert.vectorgraphics2d.util.PageSize;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.knowm.xchart.internal.chartpart.Chart;

/** Writes charts as SVG. Stateless; any thread. */
final class Svg {
  private Svg() {}

  /** Draws a chart at its own size. */
  static void write(Chart<?, ?> chart, Path file) throws IOException {
    System.setProperty("java.awt.headless", "true");
    VectorGraphics2D graphics = new VectorGraphics2D();
    chart.paint(graphics, chart.getWidth(), chart.getHeight());
    PageSize page = new PageSize(0, 0, chart.getWidth(), chart.getHeight());
    try (OutputStream out = Files.newOutputStream(file)) {
      new SVGProcessor().getDocument(graphics.getCommands(), page).writeTo(out);
    }
  }
}
