package io.eddyline.k8s.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eddyline.k8s.cli.CommandRun;
import io.eddyline.k8s.config.ConfigLoader;
import io.eddyline.k8s.config.EddylineConfig;
import io.eddyline.k8s.process.ProcessContext;
import io.eddyline.k8s.process.Tiers;
import io.eddyline.s3server.S3Server;
import io.eddyline.serving.Serving;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Versions go through a bucket: its service goes away, it is emptied, keys are wrong. */
class BucketEndToEndTest {
  private static final String FAILURES = "eddyline_snapshot_build_failures_total";
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String BUCKET = "models";
  private static final List<String> ITEMS =
      IntStream.range(0, 40).mapToObj(k -> "item" + k).toList();

  @TempDir Path folder;

  @Test
  void learningAndAnswersGoOnWhateverBecomesOfTheService() throws Exception {
    try (S3Server bucket = S3Server.start(BUCKET);
        Standalone eddyline = Standalone.start(config("first", bucket));
        EddylineClient client = new EddylineClient(eddyline.ingestUrl(), eddyline.servingUrl())) {
      await().atMost(PATIENCE).until(eddyline::isReady);
      click(client, "ann");
      awaitItems(client);
      verifyCommands(bucket, eddyline.modelVersion());

      bucket.goAway();
      click(client, "bob");
      awaitFailedBuild(client);
      // a version that was there before may be loaded for a moment yet
      await()
          .atMost(PATIENCE)
          .during(Duration.ofSeconds(1))
          .until(new StandsStill<>(eddyline::modelVersion), still -> still);
      long served = eddyline.modelVersion();
      awaitFailedBuild(client);
      assertThat(client.recommendations("ann").items()).isNotEmpty();
      assertThat(eddyline.modelVersion()).isEqualTo(served);
      ProcessContext second =
          ProcessContext.open(config("second", bucket), eddyline.bootstrapServers());
      try (second;
          Serving serving = Tiers.serving(second)) {
        assertThat(serving.modelVersion()).isZero();
        bucket.comeBack();
        // one process reads its own copy of what it wrote, the other brings it over the network
        await().atMost(PATIENCE).until(() -> eddyline.modelVersion() > served);
        await().atMost(PATIENCE).until(() -> serving.modelVersion() > served);
      }
      assertThat(client.recommendations("bob").fallback()).isEqualTo("null");

      long kept = eddyline.modelVersion();
      bucket.empty(BUCKET);
      assertThat(client.recommendations("ann").items()).isNotEmpty();
      click(client, "cid");
      await().atMost(PATIENCE).until(() -> eddyline.modelVersion() > kept);

      withWrongSecret(
          () -> {
            click(client, "dan");
            awaitFailedBuild(client);
            assertThat(client.recommendations("ann").items()).isNotEmpty();
          });
      long refused = eddyline.modelVersion();
      await().atMost(PATIENCE).until(() -> eddyline.modelVersion() > refused);
    }
  }

  private interface Step {
    void run() throws Exception;
  }

  /** The SDK looks at its credentials anew with each request. */
  private static void withWrongSecret(Step step) throws Exception {
    String right = Objects.requireNonNull(System.getProperty("aws.secretAccessKey"));
    System.setProperty("aws.secretAccessKey", "wrong");
    try {
      step.run();
    } finally {
      System.setProperty("aws.secretAccessKey", right);
    }
  }

  private static void awaitFailedBuild(EddylineClient client) throws Exception {
    double failures = client.metric(FAILURES);
    await().atMost(PATIENCE).until(() -> client.metric(FAILURES) > failures);
  }

  private static void click(EddylineClient client, String user) throws Exception {
    assertThat(client.click(user, ITEMS.subList(0, 20)).status()).isEqualTo(202);
    assertThat(client.click(user + "-too", ITEMS.subList(10, 40)).status()).isEqualTo(202);
  }

  private static void awaitItems(EddylineClient client) {
    await().atMost(PATIENCE).until(() -> !client.recommendations("ann").items().isEmpty());
  }

  private static void verifyCommands(S3Server bucket, long version) throws Exception {
    CommandRun list = snapshot(bucket, "list");
    assertThat(list.status()).as(list.err()).isZero();
    assertThat(list.out()).contains(" items  ");
    CommandRun verify = snapshot(bucket, "verify", Long.toString(version));
    assertThat(verify.status()).as(verify.err()).isZero();
    assertThat(verify.out()).contains("version %d is sound".formatted(version));
    CommandRun diff = snapshot(bucket, "diff", "1", Long.toString(version));
    assertThat(diff.status()).as(diff.err()).isZero();
    withWrongSecret(
        () -> {
          CommandRun refused = snapshot(bucket, "list");
          assertThat(refused.status()).isEqualTo(1);
          assertThat(refused.err().lines())
              .singleElement()
              .satisfies(
                  line ->
                      assertThat(line)
                          .startsWith(
                              "eddyline: cannot list main/ in s3://models/versions at http://")
                          .contains("access is refused (403 SignatureDoesNotMatch)"));
        });
  }

  private static CommandRun snapshot(S3Server bucket, String... arguments) {
    List<String> all = new ArrayList<>(List.of("snapshot", arguments[0]));
    all.addAll(List.of("--store", "s3://models/versions", "--path-style"));
    all.addAll(List.of("--endpoint", bucket.endpoint()));
    all.addAll(List.of(arguments).subList(1, arguments.length));
    return CommandRun.of(all.toArray(String[]::new));
  }

  private EddylineConfig config(String data, S3Server bucket) {
    Map<String, String> settings = new HashMap<>(TestConfig.settings(folder.resolve(data)));
    settings.putAll(bucket.settings(BUCKET));
    settings.put("eddyline.serving.loading.time-share", "1");
    return new ConfigLoader(Map.of()).load(EddylineConfig.class, null, settings).config();
  }
}
