package io.eddyline.serving.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.eddyline.serving.control.OrderDesk;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code PUT} and {@code DELETE} of {@code /v1/models/canary}, {@code /v1/models/shadow} and {@code
 * /v1/models/retention}, and {@code POST /v1/models/canary/promote}.
 */
final class CandidateOrdersResource {
  private static final int MAX_SALT_CHARS = 100;
  private static final int MIN_KEPT = 2;
  private static final int MAX_KEPT = 10_000;

  private final OrderDesk desk;
  private final Orders orders;

  CandidateOrdersResource(OrderDesk desk, Orders orders) {
    this.desk = desk;
    this.orders = orders;
  }

  void putCanary(RoutingContext ctx) {
    Faults faults = new Faults();
    OrderParameters parameters = OrderParameters.of(ctx, faults);
    OrderBodyReader body = reader(ctx, faults, Set.of("version", "share", "salt"));
    long version = body.version();
    double share = body.share("share");
    @Nullable String salt = body.text("salt", MAX_SALT_CHARS);
    faults.throwIfAny();
    orders.give(
        ctx, parameters.waitMs(), () -> desk.canary(version, share, salt, parameters.authority()));
  }

  void promoteCanary(RoutingContext ctx) {
    OrderParameters parameters = OrderParameters.of(ctx);
    orders.give(ctx, parameters.waitMs(), () -> desk.promote(parameters.authority()));
  }

  void deleteCanary(RoutingContext ctx) {
    orders.give(ctx, OrderParameters.of(ctx).waitMs(), desk::withdrawCanary);
  }

  void putShadow(RoutingContext ctx) {
    Faults faults = new Faults();
    OrderParameters parameters = OrderParameters.of(ctx, faults);
    OrderBodyReader body = reader(ctx, faults, Set.of("version", "sample"));
    long version = body.version();
    double sample = body.share("sample");
    faults.throwIfAny();
    orders.give(
        ctx, parameters.waitMs(), () -> desk.shadow(version, sample, parameters.authority()));
  }

  void deleteShadow(RoutingContext ctx) {
    orders.give(ctx, OrderParameters.of(ctx).waitMs(), desk::withdrawShadow);
  }

  void putRetention(RoutingContext ctx) {
    Faults faults = new Faults();
    OrderParameters parameters = OrderParameters.of(ctx, faults);
    int keep = reader(ctx, faults, Set.of("keep")).integer("keep", MIN_KEPT, MAX_KEPT);
    faults.throwIfAny();
    orders.give(ctx, parameters.waitMs(), () -> desk.retain(keep, parameters.authority()));
  }

  void deleteRetention(RoutingContext ctx) {
    orders.give(ctx, OrderParameters.of(ctx).waitMs(), desk::withdrawRetention);
  }

  private static OrderBodyReader reader(RoutingContext ctx, Faults faults, Set<String> fields) {
    Json.requireMediaType(ctx);
    JsonNode body = Json.read(ctx);
    return new OrderBodyReader(body, fields, faults);
  }
}
