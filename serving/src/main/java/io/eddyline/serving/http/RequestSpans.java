package io.eddyline.serving.http;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The spans of a request: one for the whole, a server span by OpenTelemetry's conventions for HTTP,
 * and one for each part of its way.
 *
 * <pre>
 *   GET /v1/users/{id}/recommendations
 *   |-- queue    until a worker takes it
 *   |-- rank     the graph and what is done with its items
 *   `-- answer   from its result to the last byte
 * </pre>
 *
 * <p>Threading: thread-safe.
 */
final class RequestSpans {
  static final String QUEUE = "queue";
  static final String RANK = "rank";
  static final String ANSWER = "answer";

  private static final String KEY = "eddyline.span";
  private static final int FIRST_SERVER_ERROR = 500;
  private static final TextMapGetter<HttpServerRequest> HEADERS = new Headers();

  private final OpenTelemetry api;
  private final Tracer tracer;

  RequestSpans(OpenTelemetry api) {
    this.api = api;
    this.tracer = api.getTracer("io.eddyline.serving");
  }

  private static final class Headers implements TextMapGetter<HttpServerRequest> {
    @Override
    public Iterable<String> keys(HttpServerRequest request) {
      return request.headers().names();
    }

    @Override
    public @Nullable String get(@Nullable HttpServerRequest request, String key) {
      return request == null ? null : request.getHeader(key);
    }
  }

  /** Begins the request's span, which ends with its last byte. */
  void begin(RoutingContext ctx, String route) {
    if (api.equals(OpenTelemetry.noop())) {
      return;
    }
    HttpServerRequest request = ctx.request();
    Context parent =
        api.getPropagators().getTextMapPropagator().extract(Context.root(), request, HEADERS);
    Span span =
        tracer
            .spanBuilder(request.method().name() + " " + route)
            .setParent(parent)
            .setSpanKind(SpanKind.SERVER)
            .setAttribute("http.request.method", request.method().name())
            .setAttribute("http.route", route)
            .setAttribute("url.scheme", request.isSSL() ? "https" : "http")
            .startSpan();
    if (!span.isRecording()) {
      return;
    }
    span.setAttribute("eddyline.request_id", String.valueOf(RequestIds.of(ctx)));
    ctx.put(KEY, new Part(tracer, parent.with(span), span));
    ctx.addEndHandler(
        _ -> {
          int status = ctx.response().getStatusCode();
          span.setAttribute("http.response.status_code", status);
          if (status >= FIRST_SERVER_ERROR) {
            span.setStatus(StatusCode.ERROR);
          }
          span.end();
        });
  }

  /** The span of the whole request; one that records nothing if the request is not traced. */
  static Part whole(RoutingContext ctx) {
    Part whole = ctx.get(KEY);
    return whole == null ? Part.NONE : whole;
  }

  /** A span that is under way; it ends once, however often it is told to. */
  static final class Part {
    private static final Part NONE =
        new Part(OpenTelemetry.noop().getTracer(""), Context.root(), Span.getInvalid());

    private final Tracer tracer;
    private final Context context;
    private final Span span;

    private Part(Tracer tracer, Context context, Span span) {
      this.tracer = tracer;
      this.context = context;
      this.span = span;
    }

    /** Begins a part of this one. */
    Part begin(String name) {
      if (equals(NONE)) {
        return NONE;
      }
      return new Part(tracer, context, tracer.spanBuilder(name).setParent(context).startSpan());
    }

    void end() {
      span.end();
    }

    /** Runs a task and ends. */
    <T> T around(Supplier<T> task) {
      try {
        return task.get();
      } catch (RuntimeException e) {
        span.recordException(e);
        span.setStatus(StatusCode.ERROR);
        throw e;
      } finally {
        span.end();
      }
    }
  }
}
