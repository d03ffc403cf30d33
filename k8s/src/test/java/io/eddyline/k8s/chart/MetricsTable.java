package io.eddyline.k8s.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The metrics of docs/metrics.md with their labels; another test holds the document against the
 * code.
 */
final class MetricsTable {
  private static final Path FILE = Path.of("..", "docs", "metrics.md");

  /* | `name{label,label}` | type | … */
  private static final Pattern ROW =
      Pattern.compile("^\\| `([a-z0-9_]+)(?:\\{([a-z0-9_,]+)})?` \\| (\\w+) \\|.*");

  private static final Pattern METRIC =
      Pattern.compile("\\b((?:eddyline|jvm|process|system)_[a-z0-9_]+)(?:\\{([^}]*)})?");
  private static final Pattern LABEL = Pattern.compile("([a-z0-9_]+)\\s*(?:=~|!~|!=|=)\\s*\"");

  /** What Prometheus adds when it scrapes a pod. */
  private static final Set<String> OF_THE_TARGET = Set.of("namespace", "pod", "tier", "job");

  private final Map<String, Set<String>> labels;

  private MetricsTable(Map<String, Set<String>> labels) {
    this.labels = labels;
  }

  static MetricsTable read() throws IOException {
    Map<String, Set<String>> labels = new HashMap<>();
    for (String line : Files.readAllLines(FILE)) {
      Matcher row = ROW.matcher(line);
      if (row.matches()) {
        String name = row.group(1);
        Set<String> own = new HashSet<>(OF_THE_TARGET);
        if (row.group(2) != null) {
          own.addAll(Arrays.asList(row.group(2).split(",")));
        }
        labels.put(name, own);
        if (row.group(3).equals("histogram") || row.group(3).equals("summary")) {
          labels.put(name + "_count", own);
          labels.put(name + "_sum", own);
        }
        if (row.group(3).equals("histogram")) {
          labels.put(name + "_bucket", own);
        }
      }
    }
    return new MetricsTable(labels);
  }

  /** Fails unless a query names a metric, and no other than those of the table. */
  void requireKnown(String query) {
    assertThat(METRIC.matcher(query).find()).as(query).isTrue();
    assertThat(unknown(query)).as(query).isEmpty();
  }

  /** Metrics of a query that the table has not, and labels that its metrics have not. */
  List<String> unknown(String query) {
    List<String> unknown = new ArrayList<>();
    Matcher metric = METRIC.matcher(query);
    while (metric.find()) {
      Set<String> own = labels.get(metric.group(1));
      if (own == null) {
        unknown.add(metric.group(1));
      } else if (metric.group(2) != null) {
        Matcher label = LABEL.matcher(metric.group(2));
        while (label.find()) {
          if (!own.contains(label.group(1))) {
            unknown.add("%s{%s}".formatted(metric.group(1), label.group(1)));
          }
        }
      }
    }
    return unknown;
  }
}
