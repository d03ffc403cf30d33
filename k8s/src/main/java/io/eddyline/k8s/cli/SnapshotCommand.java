package io.eddyline.k8s.cli;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Looks after the versions in a store, and orders which of them are served. */
@Command(
    name = "snapshot",
    description = {
      "Lists, shows and verifies the versions in a snapshot store.",
      "Orders which versions are served, by any serving process."
    },
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      SnapshotListCommand.class,
      SnapshotShowCommand.class,
      SnapshotVerifyCommand.class,
      SnapshotDiffCommand.class,
    })
final class SnapshotCommand {
  @Spec
  @SuppressWarnings("NullAway.Init") // picocli fills it before the call
  private CommandSpec spec;

  @Command(
      name = "activate",
      description = "Serves a version until a newer one comes.",
      mixinStandardHelpOptions = true)
  int activate(@Parameters(paramLabel = "VERSION") long version, @Mixin OrderOptions options) {
    return give(options, "POST", version + "/activate", Map.of());
  }

  @Command(
      name = "pin",
      description = "Serves a version whatever comes after it.",
      mixinStandardHelpOptions = true)
  int pin(@Parameters(paramLabel = "VERSION") long version, @Mixin OrderOptions options) {
    return give(options, "POST", version + "/pin", Map.of());
  }

  @Command(
      name = "unpin",
      description = "Lets newer versions into service again.",
      mixinStandardHelpOptions = true)
  int unpin(@Mixin OrderOptions options) {
    return give(options, "DELETE", "pin", Map.of());
  }

  @Command(
      name = "canary",
      description = "Has a version answer a share of the users.",
      mixinStandardHelpOptions = true)
  int canary(
      @Parameters(paramLabel = "VERSION") long version,
      @Option(
              names = "--share",
              required = true,
              paramLabel = "SHARE",
              description = "Of the users, 0 to 1; who is in stays in when it grows.")
          double share,
      @Option(
              names = "--salt",
              paramLabel = "TEXT",
              description = "With another one other users are chosen.")
          @Nullable String salt,
      @Mixin OrderOptions options) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("version", Long.toString(version));
    body.put("share", share);
    if (salt != null) {
      body.put("salt", salt);
    }
    return give(options, "PUT", "canary", body);
  }

  @Command(
      name = "promote",
      description = "Makes the canary the version that everyone gets.",
      mixinStandardHelpOptions = true)
  int promote(@Mixin OrderOptions options) {
    return give(options, "POST", "canary/promote", Map.of());
  }

  @Command(
      name = "withdraw",
      description = "Ends the canary, or the shadow.",
      mixinStandardHelpOptions = true)
  int withdraw(
      @Option(names = "--shadow", description = "The shadow, not the canary.") boolean shadow,
      @Mixin OrderOptions options) {
    return give(options, "DELETE", shadow ? "shadow" : "canary", Map.of());
  }

  @Command(
      name = "shadow",
      description = "Compares a version with what is shown, without showing it.",
      mixinStandardHelpOptions = true)
  int shadow(
      @Parameters(paramLabel = "VERSION") long version,
      @Option(
              names = "--sample",
              paramLabel = "SHARE",
              description = "Of the requests, 0 to 1; default ${DEFAULT-VALUE}.",
              defaultValue = "0.1")
          double sample,
      @Mixin OrderOptions options) {
    return give(
        options, "PUT", "shadow", Map.of("version", Long.toString(version), "sample", sample));
  }

  private int give(OrderOptions options, String method, String path, Map<String, Object> body) {
    try (OrderClient client = options.client()) {
      String line = client.give(method, path, body);
      PrintWriter out = spec.commandLine().getOut();
      out.println(line);
      out.flush();
      return 0;
    }
  }
}
