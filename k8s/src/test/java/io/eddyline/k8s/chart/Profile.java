package io.eddyline.k8s.chart;

import java.nio.file.Path;

/** Values that the chart is rendered with. */
enum Profile {
  /** What is left when only an existing cluster is named. */
  DEFAULTS(Path.of("src", "test", "resources", "chart", "defaults.yaml")),
  SMALL(Chart.FOLDER.resolve("values-small.yaml")),
  PRODUCTION(Chart.FOLDER.resolve("values-production.yaml")),
  /** Every option that an existing cluster allows. */
  EVERYTHING(Path.of("src", "test", "resources", "chart", "everything.yaml")),
  /** Versions in a bucket of a service other than AWS. */
  BUCKET(Path.of("src", "test", "resources", "chart", "bucket.yaml")),
  /** What the small Strimzi cluster of one node takes. */
  STRIMZI(Path.of("src", "test", "resources", "chart", "strimzi.yaml"));

  private final Path file;

  Profile(Path file) {
    this.file = file;
  }

  /** The file of values beside the chart's own. */
  Path file() {
    return file;
  }
}
