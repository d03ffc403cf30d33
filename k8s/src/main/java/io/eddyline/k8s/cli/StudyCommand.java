package io.eddyline.k8s.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Many evaluations and a report of them. */
@Command(
    name = "study",
    description = "Runs many evaluations over all data sets and reports what they found.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "STUDY",
    subcommands = {StudyQualityCommand.class, StudyAblationCommand.class})
final class StudyCommand implements Runnable {
  @Spec
  @SuppressWarnings("NullAway.Init") // picocli fills it before the call
  private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "study: expected quality or ablation");
  }
}
