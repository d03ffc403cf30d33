package io.eddyline.ingest.gateway;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;

/** Reaches Kafka by asking for its brokers. Threading: thread-safe. */
final class AdminProbe implements KafkaProbe, AutoCloseable {
  private static final int TIMEOUT_MS = 2000;

  private final Admin admin;

  AdminProbe(Map<String, Object> kafka) {
    this.admin = Admin.create(kafka);
  }

  @Override
  public CompletionStage<?> reach() {
    return admin
        .describeCluster(new DescribeClusterOptions().timeoutMs(TIMEOUT_MS))
        .nodes()
        .toCompletionStage();
  }

  @Override
  public void close() {
    admin.close(Duration.ofMillis(TIMEOUT_MS));
  }
}
