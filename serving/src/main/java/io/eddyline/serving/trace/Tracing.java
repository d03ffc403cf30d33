package io.eddyline.serving.trace;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * OpenTelemetry of one process: nothing at all while it is off.
 *
 * <p>Threading: thread-safe; {@link #close} exports what waits.
 */
public final class Tracing implements AutoCloseable {
  /* A collector that does not answer must not hold up the end of the process. */
  private static final long CLOSE_SECONDS = 3;
  private static final AttributeKey<String> SERVICE_NAME = AttributeKey.stringKey("service.name");
  private static final AttributeKey<String> INSTANCE_ID =
      AttributeKey.stringKey("service.instance.id");

  private final OpenTelemetry api;
  private final @Nullable OpenTelemetrySdk sdk;

  private Tracing(OpenTelemetry api, @Nullable OpenTelemetrySdk sdk) {
    this.api = api;
    this.sdk = sdk;
  }

  /** No traces. */
  public static Tracing off() {
    return new Tracing(OpenTelemetry.noop(), null);
  }

  /**
   * As it is configured.
   *
   * @param instance names this pod among those of the deployment
   */
  public static Tracing start(TracingConfig config, String instance) {
    return config.enabled()
        ? to(
            BatchSpanProcessor.builder(
                    OtlpHttpSpanExporter.builder().setEndpoint(config.endpoint()).build())
                .build(),
            config.sample(),
            instance)
        : off();
  }

  /** Spans go to a processor of the caller's. */
  public static Tracing to(SpanProcessor processor, double sample, String instance) {
    SdkTracerProvider provider =
        SdkTracerProvider.builder()
            .addSpanProcessor(processor)
            .setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(sample)))
            .setResource(
                Resource.getDefault().toBuilder()
                    .put(SERVICE_NAME, "eddyline-serving")
                    .put(INSTANCE_ID, instance)
                    .build())
            .build();
    OpenTelemetrySdk sdk =
        OpenTelemetrySdk.builder()
            .setTracerProvider(provider)
            .setPropagators(ContextPropagators.create(W3CTraceContextPropagator.getInstance()))
            .build();
    return new Tracing(sdk, sdk);
  }

  /** What spans are made with. */
  public OpenTelemetry api() {
    return api;
  }

  /** Exports what waits, as far as the collector takes it within {@value #CLOSE_SECONDS} s. */
  @Override
  public void close() {
    if (sdk != null) {
      CompletableResultCode _ = sdk.shutdown().join(CLOSE_SECONDS, TimeUnit.SECONDS);
    }
  }
}
