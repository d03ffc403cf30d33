package io.eddyline.k8s.demo;

import io.eddyline.k8s.config.ConfigLoader;
import io.eddyline.k8s.config.EddylineConfig;
import io.eddyline.k8s.process.StopSignal;
import io.eddyline.k8s.standalone.Standalone;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs the demonstration; serves until Ctrl-C unless told to end. */
@Command(name = "demo", mixinStandardHelpOptions = true)
public final class DemoMain implements Callable<Integer> {
  @Option(names = "--once", arity = "1", description = "End after the visitor's list.")
  private boolean once;

  @Option(names = "--http-port", description = "Recommendations; 8080.")
  private int httpPort = 8080;

  @Option(names = "--ingest-port", description = "Events; 8081.")
  private int ingestPort = 8081;

  @Parameters(index = "0", paramLabel = "DATA", description = "Folder of MovieTweetings.")
  @SuppressWarnings("NullAway.Init") // picocli fills it before the call
  private Path data;

  @Parameters(index = "1", paramLabel = "DIR", description = "Working folder, made anew.")
  @SuppressWarnings("NullAway.Init") // picocli fills it before the call
  private Path folder;

  private DemoMain() {}

  public static void main(String[] args) {
    System.exit(new CommandLine(new DemoMain()).execute(args));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    deleteTree(folder);
    Map<String, String> settings =
        Map.of(
            "eddyline.data-dir", folder.toString(),
            "eddyline.serving.http.port", Integer.toString(httpPort),
            "eddyline.gateway.port", Integer.toString(ingestPort),
            "eddyline.snapshots.interval", "3s");
    EddylineConfig config =
        new ConfigLoader(System.getenv()).load(EddylineConfig.class, null, settings).config();
    out.println("starting Kafka, ingest, learner, snapshots and serving in this process");
    StopSignal stop = StopSignal.install();
    try (Standalone eddyline = Standalone.start(config)) {
      Thread.ofPlatform().daemon().name("demo-stop").start(() -> endEarly(stop, eddyline));
      new Demo(eddyline, data, out).run();
      if (!once) {
        out.printf("%nserving on %s until Ctrl-C%n", eddyline.servingUrl());
        new CountDownLatch(1).await();
      }
    }
    return 0;
  }

  /** The demo may be in the midst of its replay: it ends with the virtual machine. */
  private static void endEarly(StopSignal stop, Standalone eddyline) {
    try {
      stop.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    eddyline.close();
    System.exit(0);
  }

  private static void deleteTree(Path root) throws IOException {
    if (!Files.exists(root)) {
      return;
    }
    try (Stream<Path> paths = Files.walk(root)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
