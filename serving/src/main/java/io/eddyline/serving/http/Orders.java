package io.eddyline.serving.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.eddyline.serving.control.OrderDesk.Receipt;
import io.eddyline.serving.model.Models;
import io.eddyline.serving.model.OrderedPart;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Gives an order on a worker thread and answers with what was ordered: 202 once Kafka has it, or
 * 200 if the caller waits and this process has carried it out by then: has acted upon it, and the
 * version plays the part that it was ordered for.
 *
 * <p>Threading: called on event loops.
 */
final class Orders {
  private static final long LOOK_MS = 10;

  private final Models models;

  Orders(Models models) {
    this.models = models;
  }

  /**
   * An order as it stands in the log.
   *
   * @param obeyed whether the answering process has carried it out
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record OrderBody(String model, String order, @Nullable String version, boolean obeyed) {}

  void give(RoutingContext ctx, int waitMs, Callable<Receipt> order) {
    ctx.vertx()
        .executeBlocking(order, false)
        .compose(receipt -> obeyed(ctx.vertx(), receipt, waitMs).map(it -> body(receipt, it)))
        .onSuccess(
            body -> {
              ctx.response().setStatusCode(body.obeyed() ? 200 : 202);
              Json.send(ctx.response(), Json.MEDIA_TYPE, body);
            })
        .onFailure(ctx::fail);
  }

  private Future<Boolean> obeyed(Vertx vertx, Receipt receipt, int waitMs) {
    if (waitMs == 0 || isOver(receipt)) {
      return Future.succeededFuture(isObeyed(receipt));
    }
    Promise<Boolean> settled = Promise.promise();
    long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(waitMs);
    vertx.setPeriodic(
        LOOK_MS,
        timer -> {
          if (isOver(receipt) || System.nanoTime() >= deadlineNs) {
            vertx.cancelTimer(timer);
            settled.complete(isObeyed(receipt));
          }
        });
    return settled.future();
  }

  private boolean isObeyed(Receipt receipt) {
    OrderedPart part = receipt.part();
    return isSettled(receipt) && (part == null || models.versions().isPlayed(part));
  }

  private boolean isSettled(Receipt receipt) {
    return models.settledOrders() >= receipt.end();
  }

  /** It is obeyed, or its version turned out to be damaged. */
  private boolean isOver(Receipt receipt) {
    OrderedPart part = receipt.part();
    return isObeyed(receipt)
        || (isSettled(receipt) && part != null && models.versions().isRefused(part));
  }

  private static OrderBody body(Receipt receipt, boolean obeyed) {
    Long version = receipt.version();
    return new OrderBody(
        receipt.model(), receipt.order(), version == null ? null : version.toString(), obeyed);
  }
}
