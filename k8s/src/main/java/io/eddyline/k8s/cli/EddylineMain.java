package io.eddyline.k8s.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command {@code eddyline}. Exit 0: done; 1: failed; 2: wrong usage. */
@Command(
    name = "eddyline",
    description = "A recommender that learns from every click while it serves.",
    mixinStandardHelpOptions = true,
    version = "eddyline 0.1.0",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      StandaloneCommand.class,
      IngestCommand.class,
      LearnerCommand.class,
      SnapshotsCommand.class,
      ServingCommand.class,
      ReplayCommand.class,
      EvaluateCommand.class,
      StudyCommand.class,
      TopicsCommand.class,
      ModelsCommand.class,
      SnapshotCommand.class,
      ForgetCommand.class
    })
public final class EddylineMain {
  private EddylineMain() {}

  public static void main(String[] args) {
    System.exit(run(args));
  }

  /** Runs one command line; returns its exit status. */
  public static int run(String... args) {
    return commandLine().execute(args);
  }

  static CommandLine commandLine() {
    return new CommandLine(new EddylineMain())
        .setExecutionExceptionHandler(new FailureHandler())
        .setCaseInsensitiveEnumValuesAllowed(true);
  }
}
