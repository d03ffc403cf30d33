package io.eddyline.learner.attribution;

import com.google.protobuf.InvalidProtocolBufferException;
import io.eddyline.learner.source.SourceMarks;
import io.eddyline.schemas.attribution.ArmFigures;
import io.eddyline.schemas.attribution.ArmKey;
import io.eddyline.schemas.record.ArmAttribution;
import io.eddyline.schemas.record.Interaction;
import io.eddyline.schemas.record.PartitionAttribution;
import io.eddyline.schemas.record.Polarity;
import io.eddyline.schemas.record.Signal;
import io.eddyline.schemas.token.Arm;
import io.eddyline.schemas.token.RecommendationId;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the events of one partition say of the arms, bounded so that it fits into the metadata of a
 * committed offset: the figures of the oldest versions go first.
 *
 * <p>Threading: the attribution's thread.
 */
final class PartitionCounts {
  /* Kafka's default for offset.metadata.max.bytes is 4,096. */
  private static final int MAX_CHARS = 4_000;
  private static final int MAX_ARMS = 16;

  private final TreeMap<ArmKey, ArmFigures> arms = new TreeMap<>();
  private final SourceMarks marks = new SourceMarks();
  private boolean changed;

  /** The counts that {@link #encode} spelled; none if the text is anything else. */
  static PartitionCounts decode(String text) {
    PartitionCounts counts = new PartitionCounts();
    try {
      PartitionAttribution saved = PartitionAttribution.parseFrom(Base64.getDecoder().decode(text));
      saved.getArmsList().forEach(counts::restore);
      counts.marks.restore(saved.getSourceMarksList());
    } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
      counts.arms.clear(); // written by somebody else: begin anew
    }
    return counts;
  }

  private void restore(ArmAttribution arm) {
    Arm role = Arm.ofCode(arm.getArm());
    if (role != null) {
      arms.put(
          new ArmKey(arm.getModel(), arm.getVersion(), role),
          new ArmFigures(
              arm.getEventsMap(),
              arm.getPositives(),
              arm.getPositions(),
              arm.getReciprocalPositions()));
    }
  }

  /** Counts an interaction's event if it names an answer and was not there before. */
  void add(Interaction interaction) {
    if (marks.start(interaction) && interaction.hasSignal()) {
      add(interaction.getSignal());
    }
  }

  void add(Signal signal) {
    RecommendationId id =
        signal.hasRecommendationId() ? RecommendationId.parse(signal.getRecommendationId()) : null;
    if (id == null) {
      return;
    }
    boolean positive = signal.getPolarity() == Polarity.POSITIVE;
    boolean positioned = positive && signal.hasPosition();
    ArmFigures one =
        new ArmFigures(
            Map.of(signal.getType(), 1L),
            positive ? 1 : 0,
            positioned ? 1 : 0,
            positioned ? 1 / (1 + (double) Integer.toUnsignedLong(signal.getPosition())) : 0);
    arms.merge(new ArmKey(id.model(), id.version(), id.arm()), one, ArmFigures::plus);
    while (arms.size() > MAX_ARMS) {
      arms.pollFirstEntry();
    }
    changed = true;
  }

  /** Text of at most {@value #MAX_CHARS} characters; drops the oldest if it must. */
  String encode() {
    String text = spell();
    while (text.length() > MAX_CHARS) {
      arms.pollFirstEntry();
      text = spell();
    }
    return text;
  }

  private String spell() {
    PartitionAttribution.Builder all =
        PartitionAttribution.newBuilder().addAllSourceMarks(marks.save());
    arms.forEach(
        (key, figures) ->
            all.addArms(
                ArmAttribution.newBuilder()
                    .setModel(key.model())
                    .setVersion(key.version())
                    .setArm(key.arm().code())
                    .putAllEvents(figures.events())
                    .setPositives(figures.positives())
                    .setPositions(figures.positions())
                    .setReciprocalPositions(figures.reciprocalPositions())));
    return Base64.getEncoder().encodeToString(all.build().toByteArray());
  }

  Map<ArmKey, ArmFigures> arms() {
    return arms;
  }

  /** Whether anything was counted since the last call. */
  boolean takeChanged() {
    boolean was = changed;
    changed = false;
    return was;
  }
}
