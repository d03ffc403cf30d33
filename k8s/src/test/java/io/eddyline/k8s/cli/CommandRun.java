package io.eddyline.k8s.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import picocli.CommandLine;

/**
 * What one command line did.
 *
 * @param status exit status
 * @param out standard output
 * @param err standard error
 */
public record CommandRun(int status, String out, String err) {
  public static CommandRun of(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine command =
        EddylineMain.commandLine()
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true));
    return new CommandRun(command.execute(args), out.toString(), err.toString());
  }

  List<String> errLines() {
    return err.lines().toList();
  }
}
