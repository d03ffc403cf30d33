package io.eddyline.learner.snapshot;

import io.eddyline.schemas.snapshot.HalfLives;
import io.eddyline.schemas.snapshot.Manifest;
import io.eddyline.schemas.snapshot.Scoring;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the manifest says beside counts and digests.
 *
 * @param model name of the model
 * @param version one more than the parent's
 * @param parentVersion the version before, null for the first
 * @param createdAtMs milliseconds since the epoch
 * @param scoring constants of the score
 * @param halfLives of popularities and trends, null if readers are to leave them as they are
 * @param offsets where the log stood when the rows were cut
 * @param trainedEvents distinct events in the rows
 * @param metrics quality at the time, by name
 */
public record SnapshotHeader(
    String model,
    long version,
    @Nullable Long parentVersion,
    long createdAtMs,
    Scoring scoring,
    @Nullable HalfLives halfLives,
    Manifest.Offsets offsets,
    long trainedEvents,
    Map<String, Double> metrics) {
  public SnapshotHeader {
    metrics = Map.copyOf(metrics);
  }

  /** Of a version whose popularities and trends stay as they are. */
  public SnapshotHeader(
      String model,
      long version,
      @Nullable Long parentVersion,
      long createdAtMs,
      Scoring scoring,
      Manifest.Offsets offsets,
      long trainedEvents,
      Map<String, Double> metrics) {
    this(
        model, version, parentVersion, createdAtMs, scoring, null, offsets, trainedEvents, metrics);
  }

  /** The manifest of a source's tables that were written to these files. */
  Manifest manifest(
      SnapshotSource source,
      Manifest.Counts counts,
      Manifest.@Nullable Retrieval retrieval,
      Map<String, Manifest.FileDigest> files) {
    Map<String, Double> all = new TreeMap<>(metrics);
    if (retrieval != null) {
      all.put("retrieval_recall10", retrieval.recall10());
      all.put("retrieval_recall100", retrieval.recall100());
    }
    return new Manifest(
        Manifest.FORMAT_VERSION,
        model,
        version,
        parentVersion,
        createdAtMs,
        source.dimension(),
        source.neighbourCount(),
        counts,
        offsets,
        trainedEvents,
        scoring,
        all,
        files,
        null,
        RelevanceFit.of(source, scoring, version),
        retrieval,
        halfLives);
  }
}
