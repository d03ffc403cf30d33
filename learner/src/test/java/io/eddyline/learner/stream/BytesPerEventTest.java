package io.eddyline.learner.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.eddyline.learner.stream.TaskBench.Change;
import io.eddyline.learner.train.LearnerSettings;
import io.eddyline.schemas.config.RecordSettings;
import io.eddyline.schemas.record.Polarity;
import io.eddyline.schemas.serde.RowKeys;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Weighs what the learner writes for an event, topic by topic, as Kafka's record batches: the table
 * of docs/benchmarks.md. One partition a side, a commit after so many events as a partition of four
 * gets in 100 ms at 2,000 events/s.
 */
@Tag("data")
final class BytesPerEventTest {
  private static final int EVENTS = 30_000;
  private static final int EVENTS_A_COMMIT = 50;
  private static final int[] BATCH_BYTES = {16 << 10, 256 << 10};

  private record Event(String user, String item, long timeMs) {}

  /** Records of one topic that are sent, and what they came to. */
  private static final class Weighed {
    private final List<SimpleRecord> open = new ArrayList<>();
    private long records;
    private long plain;
    private final long[] lz4 = new long[BATCH_BYTES.length];
    private final long[] zstd = new long[BATCH_BYTES.length];

    @SuppressWarnings("NullAway") // Kafka's record has no value where it is a tombstone
    private void add(byte[] key, byte @Nullable [] value) {
      open.add(new SimpleRecord(0L, key, value));
      records++;
    }

    private void send() {
      plain += size(Compression.NONE, Integer.MAX_VALUE);
      for (int k = 0; k < BATCH_BYTES.length; k++) {
        lz4[k] += size(Compression.lz4().build(), BATCH_BYTES[k]);
        zstd[k] += size(Compression.zstd().build(), BATCH_BYTES[k]);
      }
      open.clear();
    }

    private long size(Compression compression, int batchBytes) {
      long size = 0;
      int from = 0;
      long bytes = 0;
      for (int k = 0; k < open.size(); k++) {
        SimpleRecord record = open.get(k);
        bytes += record.value() == null ? 0 : record.value().remaining();
        if (bytes >= batchBytes || k == open.size() - 1) {
          SimpleRecord[] batch = open.subList(from, k + 1).toArray(SimpleRecord[]::new);
          size += MemoryRecords.withRecords(compression, batch).sizeInBytes();
          from = k + 1;
          bytes = 0;
        }
      }
      return size;
    }
  }

  @Test
  void movieLens() throws IOException {
    List<Event> events = read("ml-100k/u.data", "\t");

    assertThat(weigh("ml-100k", events)).isPositive();
  }

  @Test
  void movieTweetings() throws IOException {
    List<Event> events = read("movietweetings/ratings.dat.gz", "::");

    assertThat(weigh("movietweetings", events)).isPositive();
  }

  private static long weigh(String name, List<Event> events) {
    LearnerSettings settings = LearnerSettings.defaults();
    LearnerConfig config =
        RecordSettings.bind(
            LearnerConfig.class, Map.of("rank-every", "1000000", "local-images", "false"));
    BenchLearner learner = new BenchLearner(settings, config);
    Map<String, Weighed> topics = new TreeMap<>();
    learner.sent = batch -> topic(topics, "item-updates").add(new byte[4], batch);
    for (int event = 1; event <= events.size(); event++) {
      Event next = events.get(event - 1);
      learner.learn(
          SyntheticStream.signal(next.user(), next.item(), Polarity.POSITIVE).toBuilder()
              .setEventTimeMs(next.timeMs())
              .build());
      if (event % EVENTS_A_COMMIT == 0) {
        learner.commit();
        for (Change change : learner.changelog()) {
          topic(topics, name(change)).add(change.key(), change.value());
        }
        learner.tasks.forgetChangelog();
        topics.values().forEach(Weighed::send);
      }
    }
    return print(name, events.size(), topics);
  }

  private static Weighed topic(Map<String, Weighed> topics, String name) {
    return topics.computeIfAbsent(name, it -> new Weighed());
  }

  private static String name(Change change) {
    return change.store().endsWith("state")
        ? change.store() + " " + RowKeys.store(change.key())
        : change.store() + " " + RowKeys.kind(change.key());
  }

  private static long print(String name, int events, Map<String, Weighed> topics) {
    System.out.printf(
        "%n| %s: topic | records an event | bytes | lz4, 16 kB | lz4, 256 kB | zstd, 16 kB | zstd,"
            + " 256 kB |%n|---|---|---|---|---|---|---|%n",
        name);
    long[] total = new long[6];
    topics.forEach(
        (topic, weighed) -> {
          long[] row = {
            weighed.records,
            weighed.plain,
            weighed.lz4[0],
            weighed.lz4[1],
            weighed.zstd[0],
            weighed.zstd[1]
          };
          printRow(topic, events, row);
          for (int k = 0; k < row.length; k++) {
            total[k] += row[k];
          }
        });
    printRow("all", events, total);
    return total[1];
  }

  private static void printRow(String topic, int events, long[] row) {
    System.out.printf(
        "| %s | %.2f | %.0f | %.0f | %.0f | %.0f | %.0f |%n",
        topic,
        (double) row[0] / events,
        (double) row[1] / events,
        (double) row[2] / events,
        (double) row[3] / events,
        (double) row[4] / events,
        (double) row[5] / events);
  }

  private static List<Event> read(String file, String separator) throws IOException {
    Path path = Path.of(System.getProperty("data.dir"), file);
    InputStream bytes = Files.newInputStream(path);
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                file.endsWith(".gz") ? new GZIPInputStream(bytes) : bytes,
                StandardCharsets.UTF_8))) {
      return lines
          .lines()
          .map(line -> line.split(separator, -1))
          .map(fields -> new Event(fields[0], fields[1], 1000 * Long.parseLong(fields[3])))
          .sorted(Comparator.comparingLong(Event::timeMs))
          .limit(EVENTS)
          .toList();
    }
  }
}
