package io.eddyline.k8s.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Looks after the versions in a store. */
@Command(
    name = "snapshot",
    description = "Looks after the versions in a snapshot store.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      SnapshotListCommand.class,
      SnapshotShowCommand.class,
      SnapshotVerifyCommand.class,
      SnapshotDiffCommand.class,
    })
final class SnapshotCommand {
  private static final String SERVING = "The recommendation interface.";

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli fills it before the call
  private CommandSpec spec;

  @Command(
      name = "activate",
      description = "Serves a version. Not available yet.",
      mixinStandardHelpOptions = true)
  int activate(
      @Parameters(paramLabel = "VERSION") long version,
      @Option(names = "--url", required = true, paramLabel = "URL", description = SERVING)
          String url) {
    return NotAvailable.answer(spec, "snapshot activate %d --url %s".formatted(version, url));
  }

  @Command(
      name = "pin",
      description = "Keeps a version in service. Not available yet.",
      mixinStandardHelpOptions = true)
  int pin(
      @Parameters(paramLabel = "VERSION") long version,
      @Option(names = "--url", required = true, paramLabel = "URL", description = SERVING)
          String url) {
    return NotAvailable.answer(spec, "snapshot pin %d --url %s".formatted(version, url));
  }

  @Command(
      name = "unpin",
      description = "Lets newer versions into service again. Not available yet.",
      mixinStandardHelpOptions = true)
  int unpin(
      @Option(names = "--url", required = true, paramLabel = "URL", description = SERVING)
          String url) {
    return NotAvailable.answer(spec, "snapshot unpin --url " + url);
  }
}
