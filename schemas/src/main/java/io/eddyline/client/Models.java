package io.eddyline.client;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The orders in force, and the versions that serving knows.
 *
 * @param model that is served
 * @param orderedModel that is ordered, null if none is
 */
public record Models(
    String model,
    @Nullable String orderedModel,
    Orders orders,
    List<Arm> arms,
    List<Version> versions) {
  /** Null where none is in force. */
  public record Orders(
      @Nullable VersionOrder pin,
      @Nullable VersionOrder activate,
      @Nullable Canary canary,
      @Nullable Shadow shadow,
      Order.@Nullable Retention retention) {}

  public record VersionOrder(String version, String state, boolean force) {}

  public record Canary(String version, String state, double share, String salt, boolean force) {}

  public record Shadow(String version, String state, double sample, boolean force) {}

  /** How a version did in a part that it plays. */
  public record Arm(
      String version,
      String arm,
      Map<String, Long> events,
      long positives,
      double meanReciprocalPosition) {}

  /** A version in the store. */
  public record Version(
      String version,
      String state,
      boolean loaded,
      @Nullable String parentVersion,
      @Nullable String createdAt,
      @Nullable Counts counts,
      @Nullable Long trainedEvents,
      @Nullable Map<String, Double> metrics,
      @Nullable Gate gate,
      @Nullable Refusal refusal) {}

  public record Counts(long items, long users, long catalogue) {}

  /** The builder's judgement. */
  public record Gate(boolean passed, List<Check> checks) {}

  public record Check(String name, double value, double limit, boolean passed, String detail) {}

  public record Refusal(String reason, String detail, boolean forcible) {}
}
