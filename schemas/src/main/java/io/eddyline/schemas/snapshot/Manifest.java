package io.eddyline.schemas.snapshot;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.eddyline.schemas.error.FormatException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a snapshot says of itself.
 *
 * @param formatVersion {@link #FORMAT_VERSION} of the writer; a reader refuses another one
 * @param model name of the model
 * @param version rises by one with each snapshot of the model
 * @param parentVersion the version before, absent for the first
 * @param createdAtMs milliseconds since the epoch
 * @param dimension d, floats a vector
 * @param neighbourCount T, neighbours an item
 * @param counts rows by table
 * @param offsets where the log stood
 * @param trainedEvents distinct events in the rows
 * @param scoring constants of the score
 * @param metrics quality at the time, by name, for instance {@code ndcg10}
 * @param files size and digest of every other file of the version
 * @param gate how the version was judged before it became visible, null if it was not
 * @param calibration from scores to relevance, null if it was not measured
 * @param retrieval what {@code model.onnx} looks at, null if it is every item
 * @param halfLives of the popularities and trends, as of the item marks; null if that is not known
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Manifest(
    int formatVersion,
    String model,
    long version,
    @Nullable Long parentVersion,
    long createdAtMs,
    int dimension,
    int neighbourCount,
    Counts counts,
    Offsets offsets,
    long trainedEvents,
    Scoring scoring,
    Map<String, Double> metrics,
    Map<String, FileDigest> files,
    @Nullable Gate gate,
    @Nullable Calibration calibration,
    @Nullable Retrieval retrieval,
    @Nullable HalfLives halfLives) {
  /** The format that this code writes and reads. */
  public static final int FORMAT_VERSION = 4;

  /* Far above what anyone trains; beyond them sizes of files would overflow. */
  private static final int MAX_DIMENSION = 1 << 16;
  private static final int MAX_NEIGHBOURS = 1 << 16;
  private static final int MAX_HISTORY = 1 << 16;

  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  /** Rows by table. */
  public record Counts(int items, int users, int catalogue) {}

  /**
   * Where the log stood, by partition.
   *
   * @param events highest applied offset of {@code events}: everything at or below is in the rows
   * @param userRows next offset of the user rows' topic that the snapshot does not hold
   * @param itemRows next offset of the item rows' topic that the snapshot does not hold
   * @param items next offset of the catalogue's topic that the snapshot does not hold
   * @param userMarks what the rows of a user partition go up to; none in versions of old
   * @param itemMarks what the rows of an item partition go up to; none in versions of old
   */
  public record Offsets(
      Map<Integer, Long> events,
      Map<Integer, Long> userRows,
      Map<Integer, Long> itemRows,
      Map<Integer, Long> items,
      Map<Integer, Mark> userMarks,
      Map<Integer, Mark> itemMarks) {
    public Offsets {
      userMarks = userMarks == null ? Map.of() : userMarks;
      itemMarks = itemMarks == null ? Map.of() : itemMarks;
    }

    /** Offsets alone. */
    public Offsets(
        Map<Integer, Long> events,
        Map<Integer, Long> userRows,
        Map<Integer, Long> itemRows,
        Map<Integer, Long> items) {
      this(events, userRows, itemRows, items, Map.of(), Map.of());
    }

    private boolean isWhole() {
      return events != null && userRows != null && itemRows != null && items != null;
    }
  }

  /**
   * The last progress record of a partition that a version's cut has, see {@code RowProgress}.
   *
   * @param epoch of the task that wrote it
   * @param appliedInput offset of the task's input applied last, -1 for none
   * @param livePairs of an item partition, the moment that popularities and trends are of; 0 of a
   *     user partition and in versions of old
   */
  public record Mark(long epoch, long appliedInput, long livePairs) {
    /**
     * Whether a row of the partition is in the cut, or of an older epoch that never committed it.
     */
    public boolean holds(long rowEpoch, long rowInput) {
      return rowEpoch < epoch || (rowEpoch == epoch && rowInput <= appliedInput);
    }
  }

  /** Size in bytes and SHA-256 in lower-case hex. */
  public record FileDigest(long bytes, String sha256) {}

  /**
   * The judgement of the builder.
   *
   * @param passed whether the version may be served without an operator's word
   * @param checks what was measured, in order
   */
  public record Gate(boolean passed, List<Check> checks) {}

  /**
   * One measurement of the gate.
   *
   * @param name stable code, also the reason of a refusal
   * @param value what was measured
   * @param limit what it was compared with
   * @param detail how both came about, for people
   */
  public record Check(String name, double value, double limit, boolean passed, String detail) {}

  /**
   * A graph that looks at the most promising clusters of items only.
   *
   * @param clusters C
   * @param slots S, items that a cluster has room for
   * @param probes P, clusters that a query looks at
   * @param rescored R, items that get their exact score, the most that a query is answered with
   * @param sampledQueries that recall was measured on, of users in the version
   * @param recall10 of the exact graph's best 10, the share that this one answers among its own
   * @param recall100 the same of its best 100
   * @param probeRecall of the rows that the probes expect, the share that this graph answers
   */
  public record Retrieval(
      int clusters,
      int slots,
      int probes,
      int rescored,
      int sampledQueries,
      double recall10,
      double recall100,
      double probeRecall) {}

  /** This manifest under a judgement, with what was measured on the way added. */
  public Manifest judged(@Nullable Gate judgement, Map<String, Double> measured) {
    Map<String, Double> all = new TreeMap<>(metrics);
    all.putAll(measured);
    return new Manifest(
        formatVersion,
        model,
        version,
        parentVersion,
        createdAtMs,
        dimension,
        neighbourCount,
        counts,
        offsets,
        trainedEvents,
        scoring,
        all,
        files,
        judgement,
        calibration,
        retrieval,
        halfLives);
  }

  /**
   * Whether a reader may serve the version without an operator's word. One that was never judged
   * may be served.
   */
  @JsonIgnore
  public boolean isServable() {
    return gate == null || gate.passed;
  }

  public byte[] toJson() {
    try {
      return JSON.writeValueAsBytes(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a manifest is plain data", e);
    }
  }

  /**
   * Reads a manifest.
   *
   * @throws FormatException if it is not one, or of another format version
   */
  public static Manifest fromJson(byte[] json) {
    try {
      var tree = JSON.readTree(json);
      int format = tree == null ? 0 : tree.path("formatVersion").asInt();
      if (format != FORMAT_VERSION) {
        throw new FormatException(
            "snapshot format %d, this reader knows %d".formatted(format, FORMAT_VERSION));
      }
      Manifest manifest = JSON.treeToValue(tree, Manifest.class);
      manifest.requireSound();
      return manifest;
    } catch (java.io.IOException e) {
      throw new FormatException("manifest is not readable: " + e.getMessage(), e);
    }
  }

  /**
   * Reads the manifest of a version.
   *
   * @param place where it was found, for messages
   * @throws FormatException if it is not one, or that of another version
   */
  static Manifest fromJson(byte[] json, String model, long version, String place) {
    Manifest manifest = fromJson(json);
    if (manifest.version != version || !manifest.model.equals(model)) {
      throw new FormatException(
          "%s says model %s version %d".formatted(place, manifest.model, manifest.version));
    }
    return manifest;
  }

  private void requireSound() {
    boolean whole =
        model != null
            && counts != null
            && offsets != null
            && offsets.isWhole()
            && scoring != null
            && metrics != null
            && !metrics.containsValue(null)
            && files != null
            && !files.containsValue(null)
            && (gate == null || gate.checks != null);
    if (!whole) {
      throw new FormatException("manifest lacks a required field");
    }
    float weights =
        scoring.temperature()
            + scoring.priorWeight()
            + scoring.trendWeight()
            + scoring.lastItemWeight()
            + scoring.neighbourWeight();
    if (!Float.isFinite(weights)) {
      throw new FormatException("manifest says %s, expected finite numbers".formatted(scoring));
    }
    require("version", version, 1, Long.MAX_VALUE);
    require("dimension", dimension, 1, MAX_DIMENSION);
    require("neighbourCount", neighbourCount, 0, MAX_NEIGHBOURS);
    require("scoring.historyLength", scoring.historyLength(), 1, MAX_HISTORY);
    require("counts.items", counts.items, 0, Integer.MAX_VALUE);
    require("counts.users", counts.users, 0, Integer.MAX_VALUE - 1);
    require("counts.catalogue", counts.catalogue, 0, Integer.MAX_VALUE);
    if (retrieval != null) {
      require("retrieval.clusters", retrieval.clusters, 1, Integer.MAX_VALUE);
      require("retrieval.slots", retrieval.slots, 1, Integer.MAX_VALUE / retrieval.clusters);
      require("retrieval.probes", retrieval.probes, 1, retrieval.clusters);
      require("retrieval.rescored", retrieval.rescored, 1, Integer.MAX_VALUE);
    }
  }

  private static void require(String field, long value, long min, long max) {
    if (value < min || value > max) {
      throw new FormatException(
          "manifest says %s %d, expected %d to %d".formatted(field, value, min, max));
    }
  }
}
