package io.eddyline.learner.evaluate.report;

import de.erichseifert.vectorgraphics2d.VectorGraphics2D;
import de.erichseifert.vectorgraphics2d.svg.SVGProcessor;
import de.erichseifert.vectorgraphics2d.util.PageSize;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.knowm.xchart.internal.chartpart.Chart;

/** Writes charts as SVG: small, and the same bytes for the same chart. Stateless; any thread. */
final class Svg {
  private static final Pattern LONG_NUMBER = Pattern.compile("-?\\d+\\.\\d{2,}");
  private static final Pattern CLIP = Pattern.compile("clip-?\\d+");

  private Svg() {}

  /** Draws a chart at its own size, without a display. */
  static void write(Chart<?, ?> chart, Path file) throws IOException {
    System.setProperty("java.awt.headless", "true");
    VectorGraphics2D graphics = new VectorGraphics2D();
    chart.paint(graphics, chart.getWidth(), chart.getHeight());
    PageSize page = new PageSize(0, 0, chart.getWidth(), chart.getHeight());
    ByteArrayOutputStream svg = new ByteArrayOutputStream();
    new SVGProcessor().getDocument(graphics.getCommands(), page).writeTo(svg);
    Files.writeString(file, tidy(svg.toString(StandardCharsets.UTF_8)));
  }

  /* Texts are outlines, most of the file: a tenth of a pixel is enough for them. Clips are named by
   * identity hash codes, here by their order. */
  private static String tidy(String svg) {
    String rounded = LONG_NUMBER.matcher(svg).replaceAll(number -> tenths(number.group()));
    Map<String, String> clips = new HashMap<>();
    return CLIP.matcher(rounded)
        .replaceAll(clip -> clips.computeIfAbsent(clip.group(), name -> "clip" + clips.size()));
  }

  private static String tenths(String number) {
    BigDecimal rounded =
        new BigDecimal(number).setScale(1, RoundingMode.HALF_EVEN).stripTrailingZeros();
    return rounded.signum() == 0 ? "0" : rounded.toPlainString();
  }
}
