package io.eddyline.k8s.cli;

import picocli.CommandLine.Model.CommandSpec;

/** The answer of a command that is promised and not there yet. */
final class NotAvailable {
  private static final int FAILED = 1;

  private NotAvailable() {}

  static int answer(CommandSpec spec, String command) {
    spec.commandLine().getErr().println("eddyline: " + command + " is not available yet");
    spec.commandLine().getErr().flush();
    return FAILED;
  }
}
