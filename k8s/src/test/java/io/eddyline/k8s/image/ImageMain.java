package io.eddyline.k8s.image;

import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Builds the image; the profile {@code images} gives the options. */
@Command(name = "image", description = "Builds the container image as a tar.")
final class ImageMain implements Callable<Integer> {
  @Option(names = "--name", required = true, description = "With its registry; the tag is added.")
  private String name = "";

  @Option(names = "--release", required = true, description = "Version of Eddyline.")
  private String release = "";

  @Option(names = "--created", required = true, description = "Time of all that is in it.")
  private Instant created = Instant.EPOCH;

  @Option(names = "--revision", description = "Commit; that of the work tree if empty.")
  private String revision = "";

  @Option(names = "--source", description = "Where the commit is found.")
  private String source = "";

  @Option(names = "--base", description = "scratch, or an image with the GNU C and C++ libraries.")
  private String base = "scratch";

  @Option(names = "--packages", description = "locked, or as offered now.")
  private Packages packages = Packages.LOCKED;

  @Option(names = "--module", required = true, description = "Folder of the module k8s.")
  private Path module = Path.of(".");

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli fills it before the call
  private CommandSpec spec;

  /** Which versions of the Debian packages. */
  private enum Packages {
    LOCKED,
    OFFERED
  }

  private ImageMain() {}

  public static void main(String[] args) {
    System.exit(
        new CommandLine(new ImageMain()).setCaseInsensitiveEnumValuesAllowed(true).execute(args));
  }

  @Override
  public Integer call() {
    String version = release.replace("-SNAPSHOT", "");
    ImageFacts facts =
        new ImageFacts(
            name + ":" + version,
            version,
            revision.isEmpty() ? commit(module) : revision,
            source,
            base.equals("scratch") ? "" : base,
            created);
    ImageBuild.Sources sources =
        new ImageBuild.Sources(
            module.resolve("target/eddyline"),
            module.resolve("target/bom.json"),
            module.resolve("src/image/debian.lock"),
            packages == Packages.OFFERED);
    Path folder = module.resolve("target/image");
    String digest = new ImageBuild(facts, sources).in(folder);
    PrintWriter out = spec.commandLine().getOut();
    out.printf("%s%n%s%n%s%n", folder.resolve(ImageBuild.TAR), facts.reference(), digest);
    return 0;
  }

  /** The commit of the work tree; empty where there is none, and after changes to it. */
  private static String commit(Path folder) {
    if (!Files.exists(folder.resolve("../.git"))) {
      return "";
    }
    try {
      boolean changed =
          !Tool.run(folder, List.of("git", "status", "--porcelain", "--untracked-files=no"))
              .isBlank();
      return changed ? "" : Tool.run(folder, List.of("git", "rev-parse", "HEAD")).strip();
    } catch (IllegalStateException | UncheckedIOException e) {
      return "";
    }
  }
}
