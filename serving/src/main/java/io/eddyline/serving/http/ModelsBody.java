package io.eddyline.serving.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.eddyline.schemas.attribution.ArmFigures;
import io.eddyline.schemas.attribution.ArmKey;
import io.eddyline.schemas.attribution.ArmSamples;
import io.eddyline.schemas.control.ModelOrders;
import io.eddyline.schemas.snapshot.Manifest;
import io.eddyline.serving.model.ModelVersions;
import io.eddyline.serving.model.VersionStatus;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The models as an operator sees them.
 *
 * @param model that is served
 * @param orderedModel that is ordered to be served, absent if each process's configuration decides
 * @param orders in force for the served model
 * @param arms of the served model of which events came back, newest version first
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ModelsBody(
    String model,
    @Nullable String orderedModel,
    OrdersBody orders,
    List<ArmBody> arms,
    List<VersionBody> versions) {

  /**
   * How a version does in one part that it plays, from the events that named its answers.
   *
   * @param events by type
   * @param meanReciprocalPosition of the positives that said their position
   */
  record ArmBody(
      String version,
      String arm,
      Map<String, Long> events,
      long positives,
      double meanReciprocalPosition) {
    static ArmBody of(ArmKey key, ArmFigures figures) {
      return new ArmBody(
          Long.toString(key.version()),
          key.arm().code(),
          figures.events(),
          figures.positives(),
          figures.meanReciprocalPosition());
    }
  }

  @JsonInclude(JsonInclude.Include.NON_NULL)
  record OrdersBody(
      @Nullable VersionOrder pin,
      @Nullable VersionOrder activate,
      @Nullable CanaryOrder canary,
      @Nullable ShadowOrder shadow,
      @Nullable RetentionOrder retention) {
    static OrdersBody of(ModelOrders orders, List<VersionStatus> versions) {
      var pin = orders.pin();
      var active = orders.active();
      var canary = orders.canary();
      var shadow = orders.shadow();
      var retention = orders.retention();
      return new OrdersBody(
          pin == null ? null : VersionOrder.of(pin.getVersion(), pin.getForce(), versions),
          active == null ? null : VersionOrder.of(active.getVersion(), active.getForce(), versions),
          canary == null
              ? null
              : new CanaryOrder(
                  Long.toString(canary.getVersion()),
                  state(canary.getVersion(), versions),
                  canary.getShare(),
                  canary.getSalt(),
                  canary.getForce()),
          shadow == null
              ? null
              : new ShadowOrder(
                  Long.toString(shadow.getVersion()),
                  state(shadow.getVersion(), versions),
                  shadow.getSample(),
                  shadow.getForce()),
          retention == null ? null : new RetentionOrder(retention.getKeep()));
    }
  }

  /**
   * A version that is ordered.
   *
   * @param state of the version, {@code awaited} while it is not there
   */
  record VersionOrder(String version, String state, boolean force) {
    static VersionOrder of(long version, boolean force, List<VersionStatus> versions) {
      return new VersionOrder(Long.toString(version), ModelsBody.state(version, versions), force);
    }
  }

  record CanaryOrder(String version, String state, double share, String salt, boolean force) {}

  record ShadowOrder(String version, String state, double sample, boolean force) {}

  record RetentionOrder(int keep) {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  record VersionBody(
      String version,
      String state,
      boolean loaded,
      @Nullable String parentVersion,
      @Nullable String createdAt,
      Manifest.@Nullable Counts counts,
      @Nullable Long trainedEvents,
      @Nullable Map<String, Double> metrics,
      Manifest.@Nullable Gate gate,
      VersionStatus.@Nullable Refusal refusal) {
    static VersionBody of(VersionStatus status) {
      String version = Long.toString(status.version());
      String state = status.state().code();
      boolean loaded = status.state().isLoaded();
      Manifest manifest = status.manifest();
      if (manifest == null) {
        return new VersionBody(
            version, state, loaded, null, null, null, null, null, null, status.refusal());
      }
      Long parent = manifest.parentVersion();
      return new VersionBody(
          version,
          state,
          loaded,
          parent == null ? null : parent.toString(),
          Instant.ofEpochMilli(manifest.createdAtMs()).toString(),
          manifest.counts(),
          manifest.trainedEvents(),
          manifest.metrics(),
          manifest.gate(),
          status.refusal());
    }
  }

  /** Reads the store. */
  static ModelsBody of(ModelVersions versions, ArmSamples arms) throws IOException {
    List<VersionStatus> list = versions.list();
    return new ModelsBody(
        versions.model(),
        versions.orderedModel(),
        OrdersBody.of(versions.orders(), list),
        arms.of(versions.model()).descendingMap().entrySet().stream()
            .map(arm -> ArmBody.of(arm.getKey(), arm.getValue()))
            .toList(),
        list.stream().map(VersionBody::of).toList());
  }

  private static String state(long version, List<VersionStatus> versions) {
    return versions.stream()
        .filter(status -> status.version() == version)
        .findFirst()
        .map(status -> status.state().code())
        .orElse("awaited");
  }
}
