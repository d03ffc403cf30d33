package io.eddyline.serving;

import io.eddyline.serving.catalogue.CatalogueConfig;
import io.eddyline.serving.http.HttpConfig;
import io.eddyline.serving.model.InferenceConfig;
import io.eddyline.serving.model.LoadingConfig;
import io.eddyline.serving.model.SnapshotReadConfig;
import io.eddyline.serving.overlay.OverlayConfig;
import io.eddyline.serving.overlay.feed.OverlayFeedConfig;
import io.eddyline.serving.retrieve.RecommendationConfig;
import io.eddyline.serving.retrieve.ShadowConfig;
import io.eddyline.serving.trace.TracingConfig;

/** Settings of the serving tier. Key: {@code serving}. */
public record ServingConfig(
    HttpConfig http,
    InferenceConfig inference,
    LoadingConfig loading,
    CatalogueConfig catalogue,
    OverlayConfig overlay,
    OverlayFeedConfig overlayFeed,
    RecommendationConfig recommendations,
    ShadowConfig shadow,
    SnapshotReadConfig snapshots,
    TracingConfig tracing) {}
