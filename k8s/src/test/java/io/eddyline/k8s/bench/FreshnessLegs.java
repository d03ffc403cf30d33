package io.eddyline.k8s.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What serving's histogram of freshness says by leg, between two scrapes: of each quantile the
 * upper end of the bucket that it falls into.
 */
final class FreshnessLegs {
  private static final Pattern BUCKET =
      Pattern.compile(
          "eddyline_serving_freshness_seconds_bucket\\{(?:[^}]*,)?leg=\"([^\"]+)\"[^}]*"
              + "le=\"([^\"]+)\"[^}]*} (\\S+)");

  private final Map<String, TreeMap<Double, Double>> counts = new LinkedHashMap<>();

  static FreshnessLegs of(String scrape) {
    FreshnessLegs legs = new FreshnessLegs();
    Matcher bucket = BUCKET.matcher(scrape);
    while (bucket.find()) {
      double end =
          bucket.group(2).equals("+Inf")
              ? Double.POSITIVE_INFINITY
              : Double.parseDouble(bucket.group(2));
      legs.counts
          .computeIfAbsent(bucket.group(1), _ -> new TreeMap<>())
          .put(end, Double.parseDouble(bucket.group(3)));
    }
    return legs;
  }

  /** A row of a table for each leg, of what came since {@code before}. */
  List<String> rowsSince(FreshnessLegs before) {
    List<String> rows = new ArrayList<>();
    counts.forEach(
        (leg, ends) -> {
          TreeMap<Double, Double> since = new TreeMap<>();
          TreeMap<Double, Double> earlier = before.counts.getOrDefault(leg, new TreeMap<>());
          ends.forEach((end, count) -> since.put(end, count - earlier.getOrDefault(end, 0.0)));
          rows.add(
              String.format(
                  Locale.ROOT,
                  "| %s | %.0f | %.1f | %.1f | %.1f |",
                  leg,
                  since.lastEntry().getValue(),
                  quantileMs(since, 0.5),
                  quantileMs(since, 0.9),
                  quantileMs(since, 0.99)));
        });
    return rows;
  }

  private static double quantileMs(NavigableMap<Double, Double> cumulative, double share) {
    double wanted = cumulative.lastEntry().getValue() * share;
    return cumulative.entrySet().stream()
        .filter(bucket -> bucket.getValue() >= wanted)
        .mapToDouble(bucket -> bucket.getKey() * 1e3)
        .findFirst()
        .orElse(Double.NaN);
  }
}
