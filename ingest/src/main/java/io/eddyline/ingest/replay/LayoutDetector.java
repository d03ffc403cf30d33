package io.eddyline.ingest.replay;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Finds delimiter, header and columns of delimited text from its first lines.
 *
 * <ol>
 *   <li>The delimiter is the one that parts most lines into the same number of fields, two at
 *       least, and among those the one with the most fields.
 *   <li>The first line is a header if it names a column by a known name, or one that the caller
 *       named.
 *   <li>A role goes to the caller's column, else to the column with a known name, else by place:
 *       user first, item second, and time in the last later column that holds points in time.
 * </ol>
 *
 * <p>Threading: immutable.
 */
final class LayoutDetector {
  private static final List<String> DELIMITERS = List.of("\t", "::", ",", ";", "|", " ");

  private static final String QUANTITY = "quantity";

  private static final Map<String, Set<String>> KNOWN =
      Map.of(
          "user",
          Set.of(
              "user",
              "userid",
              "uid",
              "customer",
              "customerid",
              "visitorid",
              "session",
              "sessionid"),
          "item",
          Set.of(
              "item",
              "itemid",
              "iid",
              "movieid",
              "movie",
              "product",
              "productid",
              "stockcode",
              "sku"),
          "time",
          Set.of("time", "timestamp", "timestampms", "ts", "datetime", "date", "unixtime"),
          "value",
          Set.of("rating", "ratings", "stars", "score", QUANTITY),
          "type",
          Set.of("type", "event", "eventtype", "action"));

  /** Fewer seconds than this, 1973, are taken for something else than a time. */
  private static final long EARLIEST_MS = 100_000_000_000L;

  /** Share of the lines that must agree; the others are bad rows. */
  private static final double MOST = 0.8;

  private final ReadOptions options;

  LayoutDetector(ReadOptions options) {
    this.options = options;
  }

  /**
   * The layout of a file.
   *
   * @param sample its first lines, at least one, none blank
   * @throws IllegalArgumentException if there is none to be found
   */
  Layout detect(List<String> sample) {
    String delimiter = delimiter(sample);
    Split split = new Split(delimiter);
    List<List<String>> rows = sample.stream().map(split::fields).filter(Objects::nonNull).toList();
    List<String> first = rows.getFirst();
    boolean header =
        first.stream().anyMatch(name -> isKnown(name) || options.columns().containsValue(name));
    List<List<String>> data = header ? rows.subList(1, rows.size()) : rows;
    List<String> names = header ? first : List.of();
    int user = column("user", names, 0, first.size());
    int item = column("item", names, 1, first.size());
    int byPlace = header ? Layout.NONE : timeByPlace(data, first.size());
    int value = column("value", names, Layout.NONE, first.size());
    return new Layout(
        delimiter,
        header ? 1 : 0,
        user,
        item,
        column("time", names, byPlace, first.size()),
        value,
        column("type", names, Layout.NONE, first.size()),
        type(names, value));
  }

  private String type(List<String> names, int value) {
    String told = options.type();
    if (told != null) {
      return told;
    }
    String name = value >= 0 && value < names.size() ? normal(names.get(value)) : "";
    boolean rating = known("value").contains(name) && !name.equals(QUANTITY);
    return rating ? "rating" : "click";
  }

  private int column(String role, List<String> names, int byPlace, int count) {
    String told = options.columns().get(role);
    if (told == null) {
      return IntStream.range(0, names.size())
          .filter(i -> known(role).contains(normal(names.get(i))))
          .findFirst()
          .orElse(byPlace);
    }
    int named = names.indexOf(told);
    if (named >= 0) {
      return named;
    }
    if (told.matches("[1-9]\\d{0,3}") && Integer.parseInt(told) <= count) {
      return Integer.parseInt(told) - 1;
    }
    throw new IllegalArgumentException(
        "columns: %s=%s, but the file has %s"
            .formatted(role, told, names.isEmpty() ? count + " columns, no header" : names));
  }

  private static String delimiter(List<String> sample) {
    String best = null;
    int most = 1;
    for (String delimiter : DELIMITERS) {
      Split split = new Split(delimiter);
      Map<Integer, Long> linesByCount =
          sample.stream()
              .map(split::fields)
              .filter(Objects::nonNull)
              .collect(Collectors.groupingBy(List::size, Collectors.counting()));
      for (Map.Entry<Integer, Long> entry : linesByCount.entrySet()) {
        if (entry.getValue() >= MOST * sample.size() && entry.getKey() > most) {
          most = entry.getKey();
          best = delimiter;
        }
      }
    }
    if (best == null) {
      throw new IllegalArgumentException(
          "no delimiter (tab :: , ; | space) parts most of the first lines into equally many"
              + " fields");
    }
    return best;
  }

  private static int timeByPlace(List<List<String>> data, int count) {
    List<List<String>> whole = data.stream().filter(row -> row.size() == count).toList();
    for (int column = count - 1; column >= 2; column--) {
      int candidate = column;
      long times =
          whole.stream().filter(row -> RowTime.parseMs(row.get(candidate)) >= EARLIEST_MS).count();
      if (times > 0 && times >= MOST * whole.size()) {
        return candidate;
      }
    }
    return Layout.NONE;
  }

  private static boolean isKnown(String name) {
    return KNOWN.values().stream().anyMatch(names -> names.contains(normal(name)));
  }

  private static Set<String> known(String role) {
    return Objects.requireNonNull(KNOWN.get(role));
  }

  private static String normal(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "");
  }
}
