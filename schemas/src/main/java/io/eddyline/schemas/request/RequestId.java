package io.eddyline.schemas.request;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The id of an HTTP request, the same rule in every tier: the caller's own if it is 1 to 128
 * printable ASCII characters, else the trace id of a sound {@code traceparent}, else a new one of
 * 128 random bits.
 */
public final class RequestId {
  /** Of requests and answers. */
  public static final String HEADER = "X-Request-Id";

  /** W3C Trace Context. */
  public static final String TRACE_HEADER = "traceparent";

  /** The id's name in the log's context. */
  public static final String LOG_KEY = "request_id";

  private static final Pattern SOUND = Pattern.compile("[\\x21-\\x7e]{1,128}");
  /* W3C Trace Context: version, trace id, parent id, flags. */
  private static final Pattern TRACE_PARENT =
      Pattern.compile("[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}");
  private static final HexFormat HEX = HexFormat.of();

  private RequestId() {}

  /**
   * The id of a request.
   *
   * @param own value of {@link #HEADER}, null without one
   * @param traceParent value of {@link #TRACE_HEADER}, null without one
   */
  public static String of(@Nullable String own, @Nullable String traceParent) {
    if (own != null && SOUND.matcher(own).matches()) {
      return own;
    }
    if (traceParent != null) {
      Matcher matcher = TRACE_PARENT.matcher(traceParent);
      if (matcher.matches()) {
        return matcher.group(1);
      }
    }
    ThreadLocalRandom random = ThreadLocalRandom.current();
    return HEX.toHexDigits(random.nextLong()) + HEX.toHexDigits(random.nextLong());
  }
}
