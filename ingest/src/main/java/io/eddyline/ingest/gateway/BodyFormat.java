package io.eddyline.ingest.gateway;

import io.eddyline.ingest.event.Refusal;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How a request body is written.
 *
 * @param lines newline-delimited JSON rather than one document
 * @param gzip compressed
 */
record BodyFormat(boolean lines, boolean gzip) {

  /**
   * From the headers {@code Content-Type} and {@code Content-Encoding}.
   *
   * @throws ProblemException (415) for anything that is not read here
   */
  static BodyFormat of(@Nullable String contentType, @Nullable String contentEncoding) {
    return new BodyFormat(lines(contentType), gzip(contentEncoding));
  }

  private static boolean lines(@Nullable String contentType) {
    if (contentType == null) {
      return false;
    }
    String normal = contentType.toLowerCase(Locale.ROOT);
    int parameters = normal.indexOf(';');
    String type = (parameters < 0 ? normal : normal.substring(0, parameters)).strip();
    int charset = normal.indexOf("charset=");
    if (charset >= 0 && !normal.substring(charset).matches("charset=\"?utf-?8\"?\\s*(;.*)?")) {
      throw unsupported("Content-Type", contentType, "UTF-8");
    }
    return switch (type) {
      case "application/json" -> false;
      case "application/x-ndjson", "application/ndjson" -> true;
      default ->
          throw unsupported("Content-Type", contentType, "application/json, application/x-ndjson");
    };
  }

  private static boolean gzip(@Nullable String contentEncoding) {
    if (contentEncoding == null) {
      return false;
    }
    return switch (contentEncoding.toLowerCase(Locale.ROOT).strip()) {
      case "identity", "" -> false;
      case "gzip", "x-gzip" -> true;
      default -> throw unsupported("Content-Encoding", contentEncoding, "gzip, identity");
    };
  }

  private static ProblemException unsupported(String header, String seen, String expected) {
    return new ProblemException(
        Problem.unsupportedMediaType(
            "%s is %s, expected %s".formatted(header, Refusal.shown(seen), expected)));
  }
}
