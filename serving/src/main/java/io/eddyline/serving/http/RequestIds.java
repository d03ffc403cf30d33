package io.eddyline.serving.http;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.PlatformHandler;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Gives each request an id and sends it back with the answer: the caller's own {@code X-Request-Id}
 * if it is 1 to 128 printable ASCII characters, else the trace id of a sound {@code traceparent},
 * else a new one.
 *
 * <p>Threading: stateless.
 */
final class RequestIds implements PlatformHandler {
  static final String HEADER = "X-Request-Id";

  /** The id's name in the log's context. */
  static final String LOG_KEY = "request_id";

  private static final String KEY = "eddyline.request.id";
  private static final Pattern SOUND = Pattern.compile("[\\x21-\\x7e]{1,128}");
  /* W3C Trace Context: version, trace id, parent id, flags. */
  private static final Pattern TRACE_PARENT =
      Pattern.compile("[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}");
  private static final HexFormat HEX = HexFormat.of();

  @Override
  public void handle(RoutingContext ctx) {
    String id = idOf(ctx.request());
    ctx.put(KEY, id);
    ctx.response().putHeader(HEADER, id);
    ctx.next();
  }

  /** The request's id; null only before the request came to this handler. */
  static @Nullable String of(RoutingContext ctx) {
    return ctx.get(KEY);
  }

  private static String idOf(HttpServerRequest request) {
    String own = request.getHeader(HEADER);
    if (own != null && SOUND.matcher(own).matches()) {
      return own;
    }
    String parent = request.getHeader("traceparent");
    if (parent != null) {
      var matcher = TRACE_PARENT.matcher(parent);
      if (matcher.matches()) {
        return matcher.group(1);
      }
    }
    ThreadLocalRandom random = ThreadLocalRandom.current();
    return HEX.toHexDigits(random.nextLong()) + HEX.toHexDigits(random.nextLong());
  }
}
