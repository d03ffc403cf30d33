package io.eddyline.learner.snapshot.build;

import io.eddyline.learner.snapshot.InterpolatedRows;
import io.eddyline.learner.snapshot.PublishedSnapshot;
import io.eddyline.learner.snapshot.SnapshotHeader;
import io.eddyline.learner.snapshot.SnapshotSource;
import io.eddyline.learner.snapshot.SnapshotWriter;
import io.eddyline.learner.snapshot.StoredRows;
import io.eddyline.learner.snapshot.gate.GateSettings;
import io.eddyline.learner.snapshot.gate.OnnxAnswers;
import io.eddyline.learner.snapshot.gate.SnapshotGate;
import io.eddyline.learner.table.PopularityDecay;
import io.eddyline.learner.train.LearnerSettings;
import io.eddyline.learner.train.ScoreTuner;
import io.eddyline.schemas.error.FormatException;
import io.eddyline.schemas.snapshot.Manifest;
import io.eddyline.schemas.snapshot.Scoring;
import io.eddyline.schemas.snapshot.StoredSnapshot;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes one version of the rows as they are in the mirror: measures their health, writes the files,
 * has them judged against the version that is served and publishes them.
 *
 * <p>Threading: owned by the builder's thread.
 */
final class VersionMaker {
  private static final Logger LOG = LoggerFactory.getLogger(VersionMaker.class);

  private final SnapshotPlan plan;
  private final RowMirror mirror;
  private final LogFollower follower;
  private final InteractionLog interactions;
  private final PopularityDecay decay;
  private final SnapshotHealth health;
  private final SnapshotGate gate;

  /**
   * @param interactions that the gate tries versions on
   */
  VersionMaker(
      SnapshotPlan plan, RowMirror mirror, LogFollower follower, InteractionLog interactions) {
    this.plan = plan;
    this.mirror = mirror;
    this.follower = follower;
    this.interactions = interactions;
    decay = plan.settings().popularityDecay(plan.topics().config().itemPartitions());
    health = new SnapshotHealth(plan.config().health(), mirror, decay, System::nanoTime);
    gate = new SnapshotGate(plan.config().gate(), System::nanoTime);
  }

  /** The accepted version, whose health the next ones are compared with. */
  void goOnFrom(Manifest accepted) {
    health.restore(accepted.metrics());
  }

  /** The model's first version, without rows; it passes. */
  PublishedSnapshot makeFirst(long nowMs) throws IOException {
    Manifest.Offsets none = new Manifest.Offsets(Map.of(), Map.of(), Map.of(), Map.of());
    return new SnapshotWriter(plan.store()).write(rows(), header(1, null, nowMs, none, Map.of()));
  }

  /**
   * Makes a version.
   *
   * @param accepted the newest accepted version, which this one goes on from; null if none is
   *     readable
   * @param reference the version that is served, which this one must not be worse than; null if
   *     none is readable
   * @param sinceLastMs time since the version before
   */
  PublishedSnapshot make(
      long version,
      @Nullable StoredSnapshot accepted,
      @Nullable StoredSnapshot reference,
      long sinceLastMs,
      long nowMs)
      throws IOException {
    MirrorSource rows = rows();
    SnapshotSource written = between(rows, accepted);
    Manifest.Offsets offsets =
        new Manifest.Offsets(
            mirror.appliedEvents(),
            follower.userRowOffsets(),
            follower.itemRowOffsets(),
            follower.itemOffsets(),
            mirror.userMarks(),
            mirror.itemMarks());
    Map<String, Double> metrics =
        new TreeMap<>(health.measure(rows, written, scoring(), sinceLastMs).metrics());
    metrics.putAll(follower.quality().metrics());
    Long parent = accepted == null ? null : accepted.manifest().version();
    long refusals = parent == null ? 0 : version - 1 - parent;
    GateSettings settings = plan.config().gate();
    PublishedSnapshot published =
        new SnapshotWriter(plan.store(), plan.config().retrieval(), OnnxAnswers::load)
            .write(
                written,
                header(version, parent, nowMs, offsets, metrics),
                candidate ->
                    gate.judge(
                        candidate,
                        reference,
                        refusals,
                        () ->
                            interactions.after(
                                mirror.appliedInteractions(),
                                settings.maxInteractions(),
                                settings.waitMs())));
    if (published.snapshot().manifest().isServable()) {
      health.keep();
    }
    return published;
  }

  private MirrorSource rows() {
    LearnerSettings settings = plan.settings();
    return new MirrorSource(mirror, settings.dimension(), settings.neighbours().length(), decay);
  }

  /* Rows of another dimension have nothing to do with these. */
  private SnapshotSource between(MirrorSource rows, @Nullable StoredSnapshot parent)
      throws IOException {
    double factor = plan.config().interpolation();
    if (factor == 0
        || parent == null
        || parent.manifest().dimension() != plan.settings().dimension()) {
      return rows;
    }
    try {
      return new InterpolatedRows(rows, StoredRows.of(parent), factor);
    } catch (FormatException e) {
      LOG.warn(
          "version {} is damaged, its rows are not mixed in: {}",
          parent.manifest().version(),
          e.getMessage());
      return rows;
    }
  }

  private SnapshotHeader header(
      long version,
      @Nullable Long parent,
      long nowMs,
      Manifest.Offsets offsets,
      Map<String, Double> metrics) {
    return new SnapshotHeader(
        plan.model(),
        version,
        parent,
        nowMs,
        scoring(),
        decay.halfLives(),
        offsets,
        mirror.trainedEvents(),
        metrics);
  }

  /** The settings' constants with the weights that the stream prefers. */
  private Scoring scoring() {
    LearnerSettings settings = plan.settings();
    ScoreTuner tuner = new ScoreTuner(settings.scoring(), settings.score());
    tuner.restore(tuner.grid(), mirror.tunedScores(tuner.grid()));
    return tuner.scoring();
  }
}
