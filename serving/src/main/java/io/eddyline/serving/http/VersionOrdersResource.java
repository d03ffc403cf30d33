package io.eddyline.serving.http;

import io.eddyline.serving.control.OrderDesk;
import io.vertx.ext.web.RoutingContext;
import java.util.Objects;

/**
 * {@code POST /v1/models/{version}/activate}, {@code POST /v1/models/{version}/pin} and {@code
 * DELETE /v1/models/pin}.
 */
final class VersionOrdersResource {
  private final OrderDesk desk;
  private final Orders orders;

  VersionOrdersResource(OrderDesk desk, Orders orders) {
    this.desk = desk;
    this.orders = orders;
  }

  void activate(RoutingContext ctx) {
    Faults faults = new Faults();
    OrderParameters parameters = OrderParameters.of(ctx, faults);
    long version = version(ctx, faults);
    orders.give(ctx, parameters.waitMs(), () -> desk.activate(version, parameters.authority()));
  }

  void pin(RoutingContext ctx) {
    Faults faults = new Faults();
    OrderParameters parameters = OrderParameters.of(ctx, faults);
    long version = version(ctx, faults);
    orders.give(ctx, parameters.waitMs(), () -> desk.pin(version, parameters.authority()));
  }

  void unpin(RoutingContext ctx) {
    orders.give(ctx, OrderParameters.of(ctx).waitMs(), desk::unpin);
  }

  private static long version(RoutingContext ctx, Faults faults) {
    String text = Objects.requireNonNull(ctx.pathParam("version"), "the route names it");
    long version = Versions.parse(text);
    if (version == Versions.NONE) {
      faults.parameter("version", "is \"%s\", expected a version".formatted(text));
    }
    faults.throwIfAny();
    return version;
  }
}
