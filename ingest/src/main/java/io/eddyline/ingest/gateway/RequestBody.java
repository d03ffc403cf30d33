package io.eddyline.ingest.gateway;

import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/**
 * The way of a request body to the workers: admitted, unpacked and split there, counted against the
 * gateway's bounds until the answer is out.
 *
 * <p>Threading: stateless; called on event loops.
 */
final class RequestBody {
  private static final String FORMAT = "format";
  private static final String TICKET = "ticket";

  private final Admission admission;
  private final BodyReader reader;
  private final WorkerExecutor workers;

  RequestBody(Admission admission, BodyReader reader, WorkerExecutor workers) {
    this.admission = admission;
    this.reader = reader;
    this.workers = workers;
  }

  /** The handler before the body is read: refuses what would be refused anyway. */
  void admit(RoutingContext context) {
    var request = context.request();
    BodyFormat format =
        BodyFormat.of(request.getHeader("Content-Type"), request.getHeader("Content-Encoding"));
    Admission.Ticket ticket = admission.enter();
    context.addEndHandler(ended -> ticket.close());
    context.put(FORMAT, format).put(TICKET, ticket).next();
  }

  /** Runs {@code work} over the records of the body, on a worker. */
  <T> Future<T> onWorker(RoutingContext context, Function<List<SentRecord>, Future<T>> work) {
    Buffer buffer = context.body().buffer();
    BodyFormat format = Objects.requireNonNull(context.<BodyFormat>get(FORMAT));
    Admission.Ticket ticket = Objects.requireNonNull(context.<Admission.Ticket>get(TICKET));
    ticket.hold(buffer == null ? 0 : buffer.length());
    return workers
        .executeBlocking(
            () -> {
              byte[] sent = buffer == null ? new byte[0] : buffer.getBytes();
              byte[] body = reader.unpack(sent, format);
              if (format.gzip()) {
                ticket.hold(body.length);
              }
              return work.apply(reader.read(body, format));
            },
            false)
        .compose(Function.identity());
  }
}
