package io.eddyline.k8s.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.eddyline.k8s.cluster.EddylineCluster;
import io.eddyline.k8s.cluster.Tier;
import io.eddyline.k8s.swap.VersionPress;
import io.eddyline.schemas.record.Item;
import io.eddyline.schemas.serde.RecordSerdes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * How long an item that becomes unavailable is still answered: from the moment before its catalogue
 * record is sent to the first answer without it, asked for one after the other by one client.
 */
@Command(
    name = "availability",
    description = "Milliseconds from a catalogue record to the first answer that heeds it.",
    mixinStandardHelpOptions = true)
final class AvailabilityCommand implements Callable<Integer> {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int DIMENSION = 64;
  private static final int HIGHEST_US = 60_000_000;

  @Mixin private final BenchOptions options = new BenchOptions();

  @Option(names = "--items", description = "Default ${DEFAULT-VALUE}.")
  private int items = 100_000;

  @Option(names = "--users", description = "Default ${DEFAULT-VALUE}.")
  private int users = 50_000;

  @Option(names = "--changes", description = "That are measured; default ${DEFAULT-VALUE}.")
  private int changes = 100;

  @Option(names = "--warm-up", description = "Changes before; default ${DEFAULT-VALUE}.")
  private int warmUp = 50;

  @Option(
      names = "--others",
      split = ",",
      description = "Clients that ask beside, without a pause, a row each.")
  private List<Integer> others = List.of(0, 8);

  private final SplittableRandom random = new SplittableRandom(1);

  @Override
  public Integer call() throws Exception {
    Path folder = options.runFolder("availability");
    var _ =
        VersionPress.write(folder.resolve("shared").resolve("snapshots"), items, users, DIMENSION);
    try (EddylineCluster cluster =
            EddylineCluster.start(
                folder, folder.resolve("logs"), options.plan(Map.of(), List.of()));
        KafkaProducer<byte[], byte[]> producer =
            new KafkaProducer<>(
                cluster.kafka(), new ByteArraySerializer(), new ByteArraySerializer())) {
      Tier serving = cluster.startServing("serving");
      serving.awaitReady();
      Catalogue catalogue = new Catalogue(producer, cluster.topics().items().name());
      System.out.printf(Locale.ROOT, "%n%d items x %d, %d users%n%n", items, DIMENSION, users);
      System.out.println("| others asking | change | p50, ms | p90, ms | p99, ms | most, ms |");
      System.out.println("|---|---|---|---|---|---|");
      for (int clients : others) {
        try (Load _ = new Load(serving, clients, users)) {
          Times _ = measure(serving, catalogue, warmUp);
          measure(serving, catalogue, changes).print(clients);
        }
      }
    }
    return 0;
  }

  /** The catalogue's topic. */
  private record Catalogue(KafkaProducer<byte[], byte[]> producer, String topic) {
    void write(String itemId, boolean available) throws InterruptedException, ExecutionException {
      var _ =
          producer
              .send(
                  new ProducerRecord<>(
                      topic,
                      itemId.getBytes(StandardCharsets.UTF_8),
                      RecordSerdes.ITEM.encode(
                          Item.newBuilder().setTitle("Changed").setAvailable(available).build())))
              .get();
    }
  }

  /** Microseconds until an item was gone, and until it was back. */
  private record Times(Histogram goneUs, Histogram backUs) {
    void print(int clients) {
      row(clients, "gone", goneUs);
      row(clients, "back", backUs);
    }

    private static void row(int clients, String what, Histogram us) {
      System.out.printf(
          Locale.ROOT,
          "| %d | %s | %.1f | %.1f | %.1f | %.1f |%n",
          clients,
          what,
          us.getValueAtPercentile(50) / 1e3,
          us.getValueAtPercentile(90) / 1e3,
          us.getValueAtPercentile(99) / 1e3,
          us.getMaxValue() / 1e3);
    }
  }

  private Times measure(Tier serving, Catalogue catalogue, int count) throws Exception {
    Times times = new Times(new Histogram(HIGHEST_US, 3), new Histogram(HIGHEST_US, 3));
    for (int change = 0; change < count; change++) {
      String path = path(random.nextInt(users));
      String best = items(serving, path).getFirst();
      times.goneUs().recordValue(change(serving, catalogue, path, best, false));
      times.backUs().recordValue(change(serving, catalogue, path, best, true));
    }
    return times;
  }

  /** Microseconds from sending a change to the first answer that heeds it. */
  private static long change(
      Tier serving, Catalogue catalogue, String path, String item, boolean available)
      throws Exception {
    long sentNs = System.nanoTime();
    catalogue.write(item, available);
    while (items(serving, path).contains(item) != available) {
      // ask again
    }
    return (System.nanoTime() - sentNs) / 1_000;
  }

  private static String path(int user) {
    return "/v1/users/u%d/recommendations?exclude_seen=false".formatted(user);
  }

  private static List<String> items(Tier serving, String path) throws IOException {
    List<String> ids = new ArrayList<>();
    for (JsonNode item : JSON.readTree(serving.get(path).body()).path("items")) {
      ids.add(item.path("item_id").asText());
    }
    return ids;
  }

  /** Clients that ask for random users' lists until they are closed. */
  private static final class Load implements AutoCloseable {
    private final AtomicBoolean running = new AtomicBoolean(true);
    private final List<Thread> threads = new ArrayList<>();

    Load(Tier serving, int clients, int users) {
      for (int client = 0; client < clients; client++) {
        SplittableRandom random = new SplittableRandom(client + 2);
        threads.add(Thread.ofPlatform().daemon().start(() -> ask(serving, random, users)));
      }
    }

    private void ask(Tier serving, SplittableRandom random, int users) {
      try {
        while (running.get()) {
          var _ = serving.get(path(random.nextInt(users)));
        }
      } catch (IOException e) {
        System.err.println("a client gives up: " + e);
      }
    }

    @Override
    public void close() {
      running.set(false);
      try {
        for (Thread thread : threads) {
          thread.join();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
