package io.eddyline.k8s.cli;

import io.eddyline.schemas.error.EddylineException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Turns a failure into one line on standard error; what is not ours keeps its stack trace. */
final class FailureHandler implements IExecutionExceptionHandler {
  private static final int FAILED = 1;

  @Override
  public int handleExecutionException(
      Exception failure, CommandLine command, ParseResult parseResult) {
    if (failure instanceof EddylineException || failure instanceof IllegalArgumentException) {
      command.getErr().println("eddyline: " + failure.getMessage());
    } else {
      command.getErr().println("eddyline: unexpected failure");
      failure.printStackTrace(command.getErr());
    }
    return FAILED;
  }
}
