package io.eddyline.serving.http;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Bounds the requests under way and times each, by route and outcome.
 *
 * <p>Outcomes: {@code ok}, {@code fallback}, {@code invalid} (4xx), {@code overloaded} (503),
 * {@code not_available} (501), {@code failed} (other 5xx).
 *
 * <p>Threading: thread-safe.
 */
final class RequestMeter {
  private static final String FALLBACK = "eddyline.fallback";

  private final MeterRegistry registry;
  private final int maxConcurrent;
  private final AtomicInteger underWay = new AtomicInteger();
  private final Map<Series, Timer> timers = new ConcurrentHashMap<>();

  /** Which of the timers; there are as many as routes and outcomes. */
  private record Series(String route, String outcome) {}

  RequestMeter(MeterRegistry registry, int maxConcurrent) {
    this.registry = registry;
    this.maxConcurrent = maxConcurrent;
    Gauge.builder("eddyline.serving.requests.under.way", underWay, AtomicInteger::get)
        .description("Calls that are bounded and not answered yet")
        .register(registry);
  }

  /** Passes the request on, or refuses it when too many are under way. */
  void admit(RoutingContext ctx, String route) {
    Timer.Sample sample = Timer.start(registry);
    boolean admitted = underWay.incrementAndGet() <= maxConcurrent;
    ctx.addEndHandler(
        _ -> {
          underWay.decrementAndGet();
          sample.stop(timers.computeIfAbsent(new Series(route, outcome(ctx)), this::timer));
        });
    if (admitted) {
      ctx.next();
    } else {
      ctx.fail(new ProblemException(Problem.overloaded()));
    }
  }

  static void noteFallback(RoutingContext ctx, @Nullable String fallback) {
    if (fallback != null) {
      ctx.put(FALLBACK, fallback);
    }
  }

  private Timer timer(Series series) {
    return Timer.builder("eddyline.serving.request")
        .description("Time from the first byte read to the last one written")
        .tag("route", series.route())
        .tag("outcome", series.outcome())
        .publishPercentileHistogram()
        .minimumExpectedValue(Duration.ofNanos(100_000))
        .maximumExpectedValue(Duration.ofSeconds(10))
        .register(registry);
  }

  private static String outcome(RoutingContext ctx) {
    int status = ctx.response().getStatusCode();
    if (status < 400) {
      return ctx.get(FALLBACK) == null ? "ok" : "fallback";
    }
    return switch (status) {
      case 501 -> "not_available";
      case 503 -> "overloaded";
      default -> status < 500 ? "invalid" : "failed";
    };
  }
}
