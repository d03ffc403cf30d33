package io.eddyline.k8s.bench;

import io.eddyline.k8s.swap.VersionPress;
import io.eddyline.learner.snapshot.Judgement;
import io.eddyline.learner.snapshot.gate.FreshInteraction;
import io.eddyline.learner.snapshot.gate.GateSettings;
import io.eddyline.learner.snapshot.gate.SnapshotGate;
import io.eddyline.schemas.config.RecordSettings;
import io.eddyline.schemas.snapshot.FileSnapshotStore;
import io.eddyline.schemas.snapshot.StoredSnapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Time of the gate's judgements, and the memory of the process that makes them. */
@Command(
    name = "gate",
    description = "Time and memory of judgements of one version against another.",
    mixinStandardHelpOptions = true)
final class GateCommand implements Callable<Integer> {
  private static final int DIMENSION = 64;
  private static final Path STATUS = Path.of("/proc/self/status");

  @Option(names = "--items", description = "Default ${DEFAULT-VALUE}.")
  private int items = 100_000;

  @Option(names = "--users", description = "Default ${DEFAULT-VALUE}.")
  private int users = 50_000;

  @Option(names = "--judgements", description = "Default ${DEFAULT-VALUE}.")
  private int judgements = 10;

  @Option(names = "--every", description = "Rows of the table: each so many judgements.")
  private int every = 1;

  @Option(names = "--folder", description = "Where the versions are written.")
  private Path folder = Path.of("target/bench/gate");

  @Override
  public Integer call() throws IOException {
    Path root = folder.resolve(Long.toString(System.currentTimeMillis(), 36));
    FileSnapshotStore store = VersionPress.write(root, items, users, DIMENSION);
    StoredSnapshot reference = store.open(VersionPress.MODEL, 1);
    StoredSnapshot candidate = store.open(VersionPress.MODEL, 2);
    GateSettings settings = RecordSettings.bind(GateSettings.class, Map.of());
    SnapshotGate gate = new SnapshotGate(settings, System::nanoTime);
    SplittableRandom random = new SplittableRandom(1);
    System.out.printf(Locale.ROOT, "%n%d items x %d, %d users%n%n", items, DIMENSION, users);
    System.out.println(
        "| judgement | ms | interactions | resident, MiB | anonymous, MiB | peak, MiB |");
    System.out.println("|---|---|---|---|---|---|");
    for (int k = 1; k <= judgements; k++) {
      List<FreshInteraction> sample = sample(random, settings.maxInteractions());
      long startNs = System.nanoTime();
      Judgement judgement = gate.judge(candidate, reference, 0, () -> sample);
      double tookMs = (System.nanoTime() - startNs) / 1e6;
      if (k == 1 || k % every == 0) {
        System.out.printf(
            Locale.ROOT,
            "| %d | %.0f | %.0f | %.0f | %.0f | %.0f |%n",
            k,
            tookMs,
            judgement.metrics().getOrDefault("fresh_interactions", 0.0),
            memoryMib("VmRSS"),
            memoryMib("RssAnon"),
            memoryMib("VmHWM"));
      }
    }
    return 0;
  }

  private List<FreshInteraction> sample(SplittableRandom random, int count) {
    List<FreshInteraction> sample = new ArrayList<>(count);
    for (int k = 0; k < count; k++) {
      sample.add(new FreshInteraction("u" + random.nextInt(users), "i" + random.nextInt(items)));
    }
    return sample;
  }

  private static double memoryMib(String name) throws IOException {
    for (String line : Files.readAllLines(STATUS)) {
      if (line.startsWith(name + ":")) {
        return Double.parseDouble(line.replaceAll("\\D+", "")) / 1024;
      }
    }
    return Double.NaN;
  }
}
