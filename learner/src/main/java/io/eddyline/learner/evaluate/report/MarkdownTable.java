package io.eddyline.learner.evaluate.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A table in Markdown.
 *
 * <p>Threading: one thread.
 */
final class MarkdownTable {
  private final int columns;
  private final List<String> lines = new ArrayList<>();

  MarkdownTable(String... header) {
    this.columns = header.length;
    row(header);
    lines.add("|" + String.join("|", Collections.nCopies(columns, "---")) + "|");
  }

  /** Adds a row; bars in cells are escaped. */
  MarkdownTable row(String... cells) {
    if (cells.length != columns) {
      throw new IllegalArgumentException(
          "a row of %d cells, expected %d".formatted(cells.length, columns));
    }
    List<String> escaped = new ArrayList<>();
    for (String cell : cells) {
      escaped.add(cell.replace("|", "\\|"));
    }
    lines.add("| " + String.join(" | ", escaped) + " |");
    return this;
  }

  /** The table with a line's end. */
  @Override
  public String toString() {
    return String.join("\n", lines) + "\n";
  }
}
