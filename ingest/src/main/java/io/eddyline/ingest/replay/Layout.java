package io.eddyline.ingest.replay;

/**
 * Where the fields of an event stand in a delimited line; columns count from 0, -1 is none.
 *
 * @param headerLines lines before the first event: 1 with a header, else 0
 * @param type of the events whose line does not say one
 */
record Layout(
    String delimiter,
    int headerLines,
    int user,
    int item,
    int time,
    int value,
    int typeColumn,
    String type) {
  static final int NONE = -1;

  /** {@code user::item::rating::epoch-seconds}, by tabs if the line has no {@code ::}. */
  static Layout movieLens(String firstLine, String type) {
    return new Layout(firstLine.contains("::") ? "::" : "\t", 0, 0, 1, 3, 2, NONE, type);
  }

  /** The MovieLens releases since 2015; the header is required. */
  static Layout movieLensCsv(String firstLine, String type) {
    if (!firstLine.strip().equalsIgnoreCase("userId,movieId,rating,timestamp")) {
      throw new IllegalArgumentException(
          "the first line is not userId,movieId,rating,timestamp; other files are read as csv");
    }
    return new Layout(",", 1, 0, 1, 3, 2, NONE, type);
  }

  int columns() {
    return 1 + Math.max(Math.max(user, item), Math.max(time, Math.max(value, typeColumn)));
  }
}
