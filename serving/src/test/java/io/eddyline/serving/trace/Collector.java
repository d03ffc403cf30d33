package io.eddyline.serving.trace;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/**
 * Takes traces by OTLP over HTTP on a free port. The messages are read by the field numbers of
 * OpenTelemetry's {@code trace_service.proto}, {@code trace.proto} and {@code common.proto}.
 *
 * <p>Threading: exports come on the server's thread; the accessors from any.
 */
final class Collector implements AutoCloseable {
  private static final int RESOURCE_SPANS = 1;
  private static final int RESOURCE = 1;
  private static final int ATTRIBUTES = 1;
  private static final int SCOPE_SPANS = 2;
  private static final int SPANS = 2;
  private static final int TRACE_ID = 1;
  private static final int SPAN_ID = 2;
  private static final int PARENT_SPAN_ID = 4;
  private static final int NAME = 5;

  private final HttpServer server;
  private final List<Export> exports = new CopyOnWriteArrayList<>();

  private Collector(HttpServer server) {
    this.server = server;
  }

  /** A request of an exporter. */
  record Export(String method, String path, String contentType, UnknownFieldSet message) {}

  /** A span; ids in lower-case hex. */
  record Span(String name, String traceId, String spanId, String parentSpanId) {}

  static Collector start() throws IOException {
    Collector collector =
        new Collector(
            HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
    collector.server.createContext("/", collector::take);
    collector.server.start();
    return collector;
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      exports.add(
          new Export(
              exchange.getRequestMethod(),
              exchange.getRequestURI().getPath(),
              String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type")),
              UnknownFieldSet.parseFrom(exchange.getRequestBody())));
      exchange.getResponseHeaders().add("Content-Type", "application/x-protobuf");
      exchange.sendResponseHeaders(200, -1);
    }
  }

  /** Where spans are to be sent. */
  String endpoint() {
    return "http://127.0.0.1:%d/v1/traces".formatted(server.getAddress().getPort());
  }

  List<Export> exports() {
    return exports;
  }

  /** Every span that came. */
  List<Span> spans() {
    return resourceSpans()
        .flatMap(spans -> within(spans, SCOPE_SPANS))
        .flatMap(spans -> within(spans, SPANS))
        .map(
            span ->
                new Span(
                    bytes(span, NAME).toStringUtf8(),
                    hex(bytes(span, TRACE_ID)),
                    hex(bytes(span, SPAN_ID)),
                    hex(bytes(span, PARENT_SPAN_ID))))
        .toList();
  }

  /** Attributes of the processes that sent something, as {@code key=value}. */
  List<String> resourceAttributes() {
    return resourceSpans()
        .flatMap(spans -> within(spans, RESOURCE))
        .flatMap(resource -> within(resource, ATTRIBUTES))
        .map(
            attribute ->
                bytes(attribute, 1).toStringUtf8()
                    + "="
                    + bytes(parse(bytes(attribute, 2)), 1).toStringUtf8())
        .distinct()
        .toList();
  }

  private Stream<UnknownFieldSet> resourceSpans() {
    return exports.stream().flatMap(export -> within(export.message(), RESOURCE_SPANS));
  }

  private static Stream<UnknownFieldSet> within(UnknownFieldSet message, int field) {
    return message.getField(field).getLengthDelimitedList().stream().map(Collector::parse);
  }

  private static UnknownFieldSet parse(ByteString bytes) {
    try {
      return UnknownFieldSet.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException("no message: " + bytes, e);
    }
  }

  /** Empty if the field is absent. */
  private static ByteString bytes(UnknownFieldSet message, int field) {
    List<ByteString> values = message.getField(field).getLengthDelimitedList();
    return values.isEmpty() ? ByteString.EMPTY : values.getFirst();
  }

  private static String hex(ByteString bytes) {
    return HexFormat.of().formatHex(bytes.toByteArray());
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
