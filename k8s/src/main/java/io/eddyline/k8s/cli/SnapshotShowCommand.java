package io.eddyline.k8s.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What a version says of itself. */
@Command(name = "show", description = "The manifest of a version.", mixinStandardHelpOptions = true)
final class SnapshotShowCommand implements Callable<Integer> {
  @Mixin private final StoreOptions options = new StoreOptions();

  @Parameters(paramLabel = "VERSION")
  private long version;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli fills it before the call
  private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    byte[] json = options.store().open(options.model(), version).manifest().toJson();
    out.println(new String(json, StandardCharsets.UTF_8));
    out.flush();
    return 0;
  }
}
