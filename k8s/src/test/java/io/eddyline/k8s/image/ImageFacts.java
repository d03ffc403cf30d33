package io.eddyline.k8s.image;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the image says of itself.
 *
 * @param reference name and tag
 * @param version of Eddyline
 * @param revision commit that it was built from; empty if not known
 * @param source where that commit is found; empty if it is not said
 * @param base the image below; empty if there is none
 * @param created time of the image and of each of its files, the same for every build of a commit
 */
record ImageFacts(
    String reference,
    String version,
    String revision,
    String source,
    String base,
    Instant created) {
  /** The labels of the OCI's image specification; what is not known has none. */
  Map<String, String> labels() {
    Map<String, String> labels = new TreeMap<>();
    label(labels, "title", "Eddyline");
    label(labels, "description", "A recommender that learns from every click while it serves.");
    label(labels, "version", version);
    label(labels, "revision", revision);
    label(labels, "source", source);
    label(labels, "licenses", "Apache-2.0");
    label(labels, "base.name", base);
    label(labels, "created", created.toString());
    return labels;
  }

  private static void label(Map<String, String> labels, String name, String value) {
    if (!value.isEmpty()) {
      labels.put("org.opencontainers.image." + name, value);
    }
  }
}
