package io.eddyline.serving.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.eddyline.schemas.snapshot.Manifest;
import io.eddyline.serving.model.ModelVersions;
import io.eddyline.serving.model.VersionStatus;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code GET /v1/models}: every known version with its state, newest first. */
final class ModelsResource implements Handler<RoutingContext> {
  private final ModelVersions versions;

  record ModelsBody(String model, List<VersionBody> versions) {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  record VersionBody(
      String version,
      String state,
      @Nullable String parentVersion,
      @Nullable String createdAt,
      Manifest.@Nullable Counts counts,
      @Nullable Long trainedEvents,
      @Nullable Map<String, Double> metrics,
      @Nullable RefusalBody refusal) {}

  record RefusalBody(String reason, String detail) {}

  ModelsResource(ModelVersions versions) {
    this.versions = versions;
  }

  @Override
  public void handle(RoutingContext ctx) {
    Faults faults = new Faults();
    new QueryReader(ctx, Set.of(), faults);
    faults.throwIfAny();
    ctx.vertx()
        .executeBlocking(versions::list, false)
        .onSuccess(list -> Json.send(ctx.response(), Json.MEDIA_TYPE, body(list)))
        .onFailure(ctx::fail);
  }

  private ModelsBody body(List<VersionStatus> list) {
    return new ModelsBody(
        versions.model(), list.stream().map(ModelsResource::versionBody).toList());
  }

  private static VersionBody versionBody(VersionStatus status) {
    Manifest manifest = status.manifest();
    String state = status.state().name().toLowerCase(Locale.ROOT);
    String version = Long.toString(status.version());
    RefusalBody refusal =
        status.reason() == null
            ? null
            : new RefusalBody(status.reason().code(), String.valueOf(status.detail()));
    if (manifest == null) {
      return new VersionBody(version, state, null, null, null, null, null, refusal);
    }
    Long parent = manifest.parentVersion();
    return new VersionBody(
        version,
        state,
        parent == null ? null : parent.toString(),
        Instant.ofEpochMilli(manifest.createdAtMs()).toString(),
        manifest.counts(),
        manifest.trainedEvents(),
        manifest.metrics(),
        refusal);
  }
}
