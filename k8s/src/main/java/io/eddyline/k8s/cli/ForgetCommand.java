package io.eddyline.k8s.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Erases a user. */
@Command(
    name = "forget",
    description = "Erases a user. Not available yet.",
    mixinStandardHelpOptions = true)
final class ForgetCommand implements Callable<Integer> {
  @Option(names = "--user", required = true, paramLabel = "ID", description = "The user.")
  private String user = "";

  @Option(
      names = "--url",
      required = true,
      paramLabel = "URL",
      description = "The event interface.")
  private String url = "";

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli fills it before the call
  private CommandSpec spec;

  @Override
  public Integer call() {
    return NotAvailable.answer(spec, "forget --user %s --url %s".formatted(user, url));
  }
}
