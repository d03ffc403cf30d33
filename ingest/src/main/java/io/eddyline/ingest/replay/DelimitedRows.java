package io.eddyline.ingest.replay;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rows of MovieLens and other delimited files. Threading: one thread. */
final class DelimitedRows {
  private static final int SAMPLE_LINES = 50;

  private final String file;
  private final Layout layout;
  private final Split split;
  private final EventTableBuilder events;

  private DelimitedRows(String file, Layout layout, EventTableBuilder events) {
    this.file = file;
    this.layout = layout;
    this.split = new Split(layout.delimiter());
    this.events = events;
  }

  /**
   * Adds the rows of one file.
   *
   * @throws IllegalArgumentException if the layout cannot be told
   */
  static void read(
      DataFormat format,
      ReadOptions options,
      String file,
      BufferedReader lines,
      EventTableBuilder events)
      throws IOException {
    List<String> head = new ArrayList<>();
    String line;
    while (head.size() < SAMPLE_LINES && (line = lines.readLine()) != null) {
      head.add(line);
    }
    List<String> sample = head.stream().filter(text -> !text.isBlank()).toList();
    if (sample.isEmpty()) {
      throw new IllegalArgumentException("the file is empty");
    }
    DelimitedRows rows = new DelimitedRows(file, layout(format, options, sample), events);
    int number = 0;
    int skipped = 0;
    for (String text : head) {
      number++;
      if (!text.isBlank() && skipped++ >= rows.layout.headerLines()) {
        rows.add(number, text);
      }
    }
    while ((line = lines.readLine()) != null) {
      number++;
      if (!line.isBlank()) {
        rows.add(number, line);
      }
    }
  }

  private static Layout layout(DataFormat format, ReadOptions options, List<String> sample) {
    String type = options.type() == null ? "rating" : options.type();
    return switch (format) {
      case MOVIELENS -> Layout.movieLens(sample.getFirst(), type);
      case MOVIELENS_CSV -> Layout.movieLensCsv(sample.getFirst(), type);
      case CSV -> new LayoutDetector(options).detect(sample);
      case NDJSON, SEQUENCES, LISTS ->
          throw new IllegalArgumentException(format.label() + " has no columns");
    };
  }

  private void add(int number, String line) {
    List<String> fields = split.fields(line);
    String fault = fields == null ? "a broken quote" : addFields(number, fields);
    if (fault != null) {
      events.bad(file, number, fault);
    }
  }

  private @Nullable String addFields(int number, List<String> fields) {
    if (fields.size() < layout.columns()) {
      return "%d columns, expected %d".formatted(fields.size(), layout.columns());
    }
    long timestampMs =
        layout.time() == Layout.NONE ? number : RowTime.parseMs(fields.get(layout.time()));
    if (timestampMs == RowTime.INVALID) {
      return "time \"%s\" is none".formatted(fields.get(layout.time()));
    }
    double value = Double.NaN;
    if (layout.value() != Layout.NONE && !fields.get(layout.value()).isEmpty()) {
      try {
        value = Double.parseDouble(fields.get(layout.value()));
      } catch (NumberFormatException e) {
        return "value \"%s\" is no number".formatted(fields.get(layout.value()));
      }
    }
    String type =
        layout.typeColumn() == Layout.NONE ? layout.type() : fields.get(layout.typeColumn());
    events.add(
        file,
        number,
        new SourceEvent(
            fields.get(layout.user()), fields.get(layout.item()), type, timestampMs, value));
    return null;
  }
}
