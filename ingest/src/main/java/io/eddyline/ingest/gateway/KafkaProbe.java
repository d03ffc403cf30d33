package io.eddyline.ingest.gateway;

import java.util.concurrent.CompletionStage;

/** Asks whether Kafka can be reached. A seam: tests have no broker. */
interface KafkaProbe {
  /** Completes when Kafka has answered, fails when it has not in time. */
  CompletionStage<?> reach();
}
