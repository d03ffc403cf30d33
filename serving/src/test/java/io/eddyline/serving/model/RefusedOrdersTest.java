package io.eddyline.serving.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eddyline.schemas.snapshot.SnapshotFiles;
import io.eddyline.serving.GoldenStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of orders for versions that failed a check or that their gate advises against. */
@SuppressWarnings("NullAway.Init") // set before each test
class RefusedOrdersTest {
  @TempDir Path root;
  private OrderedModels it;
  private long writtenAtMs;

  @BeforeEach
  void putVersions() throws Exception {
    it = new OrderedModels(root);
  }

  @AfterEach
  void close() {
    it.close();
  }

  @Test
  void aVersionItsGateAdvisesAgainstIsServedOnlyByForce() throws Exception {
    advise(it.golden.put(5, 2));
    it.start(2);
    it.awaitServed("active 4");
    assertThat(it.status(5).state()).isEqualTo(VersionStatus.State.REFUSED);
    VersionStatus.Refusal advice = it.refusal(5);
    assertThat(advice.reason()).isEqualTo("recall");
    assertThat(advice.forcible()).isTrue();
    it.pin(5, false);
    it.settle();
    assertThat(it.served()).isEqualTo("active 4");
    it.pin(5, true);
    it.awaitServed("active 5");
    it.topics.withdraw(OrderedModels.PIN);
    it.awaitServed("active 4");
  }

  @Test
  void noForceServesADamagedVersionAndAVerdictSaysWhy() throws Exception {
    damage(3);
    it.start(2);
    it.awaitServed("active 4");
    it.pin(3, true);
    await().until(() -> !it.verdicts.isEmpty());
    it.settle();
    assertThat(it.served()).isEqualTo("active 4");
    assertThat(it.verdicts).containsOnly("main 3 digest");
    damage(3);
    it.pin(3, true);
    it.awaitServed("active 3");
  }

  @Test
  void aRefusedVersionIsNotReadAgainForOrdersThatComeLater() throws Exception {
    damage(3);
    it.start(2);
    it.awaitServed("active 4");
    it.pin(3, false);
    await().until(() -> it.verdicts.size() == 1);
    it.canary(2, 0.5);
    it.pin(3, true);
    it.settle();
    it.settle();
    assertThat(it.refusals()).isEqualTo(1);
    assertThat(it.verdicts).containsExactly("main 3 digest");
    assertThat(it.refusal(3).forcible()).isFalse();
    damage(3);
    assertThat(it.status(3).refusal()).as("once its files are others").isNull();
    it.pin(3, false);
    it.awaitServed("active 3, canary 2");
  }

  @Test
  void anActivationOfAnOlderVersionThatIsRefusedIsAwaitedUntilANewerOneComes() throws Exception {
    damage(2);
    it.start(2);
    it.awaitServed("active 4");
    it.activate(2, 4);
    await().until(() -> it.verdicts.size() == 1);
    it.settle();
    assertThat(it.served()).isEqualTo("active 4");
    assertThat(it.gauge("eddyline.serving.orders.awaited")).isEqualTo(1);
    it.announceNext(5);
    it.awaitServed("active 5");
    assertThat(it.gauge("eddyline.serving.orders.awaited")).isZero();
  }

  /** Flips a bit, or flips it back. */
  private void damage(long version) throws Exception {
    Path file = root.resolve("main/" + version).resolve(SnapshotFiles.ITEMS);
    byte[] items = Files.readAllBytes(file);
    items[10] ^= 1;
    Files.write(file, items);
    Files.setLastModifiedTime(file, FileTime.fromMillis(++writtenAtMs));
  }

  private static void advise(Path folder) throws Exception {
    GoldenStore.editManifest(
        folder,
        manifest -> {
          ObjectNode gate = manifest.putObject("gate");
          gate.put("passed", false);
          gate.putArray("checks")
              .addObject()
              .put("name", "recall")
              .put("value", 0.1)
              .put("limit", 0.2)
              .put("passed", false)
              .put("detail", "on 100 interactions");
        });
  }
}
