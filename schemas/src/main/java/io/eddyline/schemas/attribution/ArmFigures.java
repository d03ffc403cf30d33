package io.eddyline.schemas.attribution;

import java.util.Map;
import java.util.TreeMap;

/**
 * Quality of the answers of one arm, from the events that named them.
 *
 * <p>Threading: immutable.
 *
 * @param events by type
 * @param positives events that were positive
 * @param positions positives that said their position in the answer
 * @param reciprocalPositions sum of 1 / (1 + position) over those, 0 being the first position
 */
public record ArmFigures(
    Map<String, Long> events, long positives, long positions, double reciprocalPositions) {
  public static final ArmFigures NONE = new ArmFigures(Map.of(), 0, 0, 0);

  public ArmFigures {
    events = Map.copyOf(events);
  }

  public ArmFigures plus(ArmFigures other) {
    Map<String, Long> sum = new TreeMap<>(events);
    other.events.forEach((type, count) -> sum.merge(type, count, Long::sum));
    return new ArmFigures(
        sum,
        positives + other.positives,
        positions + other.positions,
        reciprocalPositions + other.reciprocalPositions);
  }

  /** Events of every type. */
  public long eventCount() {
    return events.values().stream().mapToLong(Long::longValue).sum();
  }

  /** How far in front the items stood that were taken, 0 to 1; 0 while no position is known. */
  public double meanReciprocalPosition() {
    return positions == 0 ? 0 : reciprocalPositions / positions;
  }
}
