package io.eddyline.schemas.attribution;

import io.eddyline.schemas.record.MetricSample;
import io.eddyline.schemas.token.Arm;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The figures of arms as samples of the metrics topic, and back.
 *
 * <p>Each partition of the interactions has samples of its own; the last one of each counts, and
 * the figures of an arm are the sums over the partitions.
 *
 * <pre>
 *   name                                        tags                                    value
 *   eddyline_attribution_events                 model, version, arm, partition, type    events
 *   eddyline_attribution_positives              model, version, arm, partition          events
 *   eddyline_attribution_positions              model, version, arm, partition          events
 *   eddyline_attribution_reciprocal_positions   model, version, arm, partition          sum
 * </pre>
 *
 * <p>Threading: thread-safe.
 */
public final class ArmSamples {
  private static final String PREFIX = "eddyline_attribution_";
  private static final String EVENTS = PREFIX + "events";
  private static final String POSITIVES = PREFIX + "positives";
  private static final String POSITIONS = PREFIX + "positions";
  private static final String RECIPROCAL_POSITIONS = PREFIX + "reciprocal_positions";
  private static final int MAX_ARMS = 64;

  private final TreeMap<ArmKey, Map<Slot, Double>> values = new TreeMap<>();

  private record Slot(String name, String partition, String type) {}

  /** The samples that tell what one partition says of an arm. */
  public static List<MetricSample> of(ArmKey key, int partition, ArmFigures figures, long nowMs) {
    List<MetricSample> samples = new ArrayList<>();
    figures
        .events()
        .forEach(
            (type, count) ->
                samples.add(
                    sample(EVENTS, key, partition, (double) count, nowMs)
                        .putTags("type", type)
                        .build()));
    samples.add(sample(POSITIVES, key, partition, (double) figures.positives(), nowMs).build());
    samples.add(sample(POSITIONS, key, partition, (double) figures.positions(), nowMs).build());
    samples.add(
        sample(RECIPROCAL_POSITIONS, key, partition, figures.reciprocalPositions(), nowMs).build());
    return samples;
  }

  private static MetricSample.Builder sample(
      String name, ArmKey key, int partition, double value, long nowMs) {
    return MetricSample.newBuilder()
        .setName(name)
        .putTags("model", key.model())
        .putTags("version", Long.toString(key.version()))
        .putTags("arm", key.arm().code())
        .putTags("partition", Integer.toString(partition))
        .setValue(value)
        .setAtMs(nowMs);
  }

  /** Takes a sample; one that is about something else is passed over. */
  public synchronized void add(MetricSample sample) {
    ArmKey key = sample.getName().startsWith(PREFIX) ? key(sample) : null;
    if (key == null) {
      return;
    }
    Slot slot =
        new Slot(
            sample.getName(),
            sample.getTagsOrDefault("partition", ""),
            sample.getTagsOrDefault("type", ""));
    values.computeIfAbsent(key, _ -> new HashMap<>()).put(slot, sample.getValue());
    if (values.size() > MAX_ARMS) {
      values.pollFirstEntry();
    }
  }

  private static @Nullable ArmKey key(MetricSample sample) {
    Arm arm = Arm.ofCode(sample.getTagsOrDefault("arm", ""));
    try {
      return arm == null
          ? null
          : new ArmKey(
              sample.getTagsOrDefault("model", ""),
              Long.parseLong(sample.getTagsOrDefault("version", "")),
              arm);
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /** The figures of a model's arms, newest version last. */
  public synchronized NavigableMap<ArmKey, ArmFigures> of(String model) {
    TreeMap<ArmKey, ArmFigures> figures = new TreeMap<>();
    values.forEach(
        (key, slots) -> {
          if (key.model().equals(model)) {
            figures.put(key, figures(slots));
          }
        });
    return figures;
  }

  private static ArmFigures figures(Map<Slot, Double> slots) {
    Map<String, Long> events = new TreeMap<>();
    slots.forEach(
        (slot, value) -> {
          if (slot.name().equals(EVENTS)) {
            events.merge(slot.type(), value.longValue(), Long::sum);
          }
        });
    return new ArmFigures(
        events,
        (long) sum(slots, POSITIVES),
        (long) sum(slots, POSITIONS),
        sum(slots, RECIPROCAL_POSITIONS));
  }

  private static double sum(Map<Slot, Double> slots, String name) {
    return slots.entrySet().stream()
        .filter(slot -> slot.getKey().name().equals(name))
        .mapToDouble(Map.Entry::getValue)
        .sum();
  }
}
