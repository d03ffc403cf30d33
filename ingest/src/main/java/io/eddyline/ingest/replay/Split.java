package io.eddyline.ingest.replay;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/**
 * One line of delimited text as its fields.
 *
 * <p>Lines with a quote, where quotes mean anything, go through Commons CSV, the others take the
 * straight way. A record is a line: a broken quote costs one row, not the rest of the file.
 *
 * <p>Threading: immutable.
 */
final class Split {
  private static final char QUOTE = '"';

  private final String delimiter;
  private final boolean quotes;
  private final CSVFormat format;

  /** Quotes are plain characters where fields are parted by tabs or {@code ::}. */
  Split(String delimiter) {
    this.delimiter = delimiter;
    this.quotes = delimiter.equals(",") || delimiter.equals(";");
    this.format = CSVFormat.DEFAULT.builder().setDelimiter(delimiter).get();
  }

  /** The fields, stripped of blanks; null if a quote is broken. */
  @Nullable List<String> fields(String line) {
    return quotes && line.indexOf(QUOTE) >= 0 ? quoted(line) : plain(line);
  }

  private List<String> plain(String line) {
    List<String> fields = new ArrayList<>();
    int start = 0;
    int end;
    while ((end = line.indexOf(delimiter, start)) >= 0) {
      fields.add(line.substring(start, end).strip());
      start = end + delimiter.length();
    }
    fields.add(line.substring(start).strip());
    return fields;
  }

  private @Nullable List<String> quoted(String line) {
    try (CSVParser parser = CSVParser.parse(line, format)) {
      List<CSVRecord> records = parser.getRecords();
      return records.size() == 1 ? records.getFirst().stream().map(String::strip).toList() : null;
    } catch (IOException | UncheckedIOException | IllegalStateException e) {
      return null;
    }
  }
}
