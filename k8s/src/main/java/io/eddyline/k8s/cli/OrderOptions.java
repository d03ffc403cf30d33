package io.eddyline.k8s.cli;

import java.net.URI;
import picocli.CommandLine.Option;

/** Whom an order goes to, and with which authority. */
final class OrderOptions {
  @Option(
      names = "--url",
      required = true,
      paramLabel = "URL",
      description = "The recommendation interface of any serving process.")
  @SuppressWarnings("NullAway.Init") // picocli fills it before the call
  private URI url;

  @Option(names = "--force", description = "Set the advice of the version's gate aside.")
  private boolean force;

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      description = "Why, for people.",
      defaultValue = "by an operator")
  @SuppressWarnings("NullAway.Init") // picocli fills it before the call
  private String reason;

  OrderClient client() {
    return new OrderClient(url, force, reason);
  }
}
