package io.eddyline.ingest.gateway;

import io.eddyline.schemas.config.Setting;

/** Address and limits of the HTTP collector. */
public record GatewayConfig(
    @Setting(
            about = "Address to listen on; loopback unless told otherwise.",
            defaultValue = "127.0.0.1")
        String host,
    @Setting(
            about = "Port to listen on; 0 takes a free one.",
            defaultValue = "8081",
            min = 0,
            max = 65_535)
        int port,
    @Setting(
            about = "Largest request body in bytes, as sent and unpacked.",
            defaultValue = "4194304",
            min = 1024,
            max = 268_435_456)
        int maxBodyBytes,
    @Setting(
            about = "Largest event or item in bytes of JSON; Kafka takes records up to a megabyte.",
            defaultValue = "65536",
            min = 1024,
            max = 524_288)
        int maxRecordBytes,
    @Setting(
            about = "Most events or items in a request.",
            defaultValue = "10000",
            min = 1,
            max = 1_000_000)
        int maxRecordsPerRequest,
    @Setting(
            about = "Most requests with a body that are worked on at once; more are answered 503.",
            defaultValue = "256",
            min = 1,
            max = 65_536)
        int maxConcurrentRequests,
    @Setting(
            about =
                "Most bytes of request bodies that wait for Kafka at once; more are answered 503.",
            defaultValue = "67108864",
            min = 1_048_576,
            max = 17_179_869_184.0)
        long maxBufferedBytes,
    @Setting(
            about = "Threads that parse and produce; two leave the other tiers room on a laptop.",
            defaultValue = "2",
            min = 1,
            max = 256)
        int workerThreads,
    @Setting(
            about = "How long the producer gathers a batch, in milliseconds.",
            defaultValue = "1",
            min = 0,
            max = 1000)
        int lingerMs,
    @Setting(
            about =
                "How long a worker waits for Kafka's metadata or for buffer space, in"
                    + " milliseconds.",
            defaultValue = "1000",
            min = 1,
            max = 60_000)
        int maxBlockMs,
    @Setting(
            about = "How long Kafka has to acknowledge, in milliseconds, before the answer is 503.",
            defaultValue = "10000",
            min = 2000,
            max = 120_000)
        int deliveryTimeoutMs,
    @Setting(
            about = "Seconds after which a client that got 503 should try again.",
            defaultValue = "2",
            min = 1,
            max = 3600)
        int retryAfterSeconds) {

  public GatewayConfig {
    if (host.isBlank()) {
      throw new IllegalArgumentException("gateway.host is empty, expected a name or an address");
    }
    require("port", port, 0, 65_535);
    require("max-body-bytes", maxBodyBytes, 1024, 268_435_456);
    require("max-record-bytes", maxRecordBytes, 1024, 524_288);
    require("max-records-per-request", maxRecordsPerRequest, 1, 1_000_000);
    require("max-concurrent-requests", maxConcurrentRequests, 1, 65_536);
    require("max-buffered-bytes", maxBufferedBytes, 1_048_576, 17_179_869_184L);
    require("worker-threads", workerThreads, 1, 256);
    require("linger-ms", lingerMs, 0, 1000);
    require("max-block-ms", maxBlockMs, 1, 60_000);
    require("delivery-timeout-ms", deliveryTimeoutMs, 2000, 120_000);
    require("retry-after-seconds", retryAfterSeconds, 1, 3600);
    if (maxBufferedBytes < maxBodyBytes) {
      throw new IllegalArgumentException(
          "gateway.max-buffered-bytes %d: expected at least gateway.max-body-bytes, %d"
              .formatted(maxBufferedBytes, maxBodyBytes));
    }
  }

  /** The defaults on a port. */
  public static GatewayConfig onPort(int port) {
    return new GatewayConfig(
        "127.0.0.1", port, 4 << 20, 64 << 10, 10_000, 256, 64L << 20, 2, 1, 1000, 10_000, 2);
  }

  private static void require(String name, long value, long min, long max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          "gateway.%s %d: expected %d to %d".formatted(name, value, min, max));
    }
  }
}
