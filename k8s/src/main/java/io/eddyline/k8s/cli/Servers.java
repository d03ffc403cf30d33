package io.eddyline.k8s.cli;

import io.eddyline.k8s.config.EddylineConfig;
import io.eddyline.schemas.error.Action;
import io.eddyline.schemas.error.EddylineException;

/** Where Kafka is, for commands that do not start a broker. */
final class Servers {
  private Servers() {}

  static String required(EddylineConfig config) {
    String servers = config.kafka().bootstrapServers();
    if (servers.isBlank()) {
      throw new EddylineException(
          Action.STOP,
          "no Kafka named: give --kafka HOST:PORT or set eddyline.kafka.bootstrap-servers");
    }
    return servers;
  }
}
