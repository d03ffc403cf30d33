package io.eddyline.ingest.replay;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The formats of data sets that can be read; each also packed with gzip. */
public enum DataFormat {
  /** {@code user::item::rating::epoch-seconds}, or the same four with tabs (u.data). */
  MOVIELENS,
  /** Comma-separated with the header {@code userId,movieId,rating,timestamp}. */
  MOVIELENS_CSV,
  /** Any delimited text; delimiter, header and columns are found by looking at it. */
  CSV,
  /** One event object of the HTTP interface a line. */
  NDJSON,
  /** {@code user item item …}: a user's items in the order of time, without a clock. */
  SEQUENCES,
  /** {@code user item item …}: a user's items without any order. */
  LISTS;

  /** The name on the command line, for instance {@code movielens-csv}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * The format of that name.
   *
   * @throws IllegalArgumentException naming those that there are
   */
  public static DataFormat of(String label) {
    return Arrays.stream(values())
        .filter(format -> format.label().equals(label))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "format \"%s\": expected one of %s"
                        .formatted(
                            label,
                            Arrays.stream(values())
                                .map(DataFormat::label)
                                .collect(Collectors.joining(", ")))));
  }
}
