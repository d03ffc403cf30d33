package io.eddyline.learner.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.eddyline.learner.stream.TaskBench.Change;
import io.eddyline.learner.train.LearnerSettings;
import io.eddyline.schemas.topic.TopicCatalogue;
import io.eddyline.schemas.topic.TopicsConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An image is left, and gone on from, only if it is what the log says; else all is restored. */
final class RefusedImagesTest {
  private static final int EVENTS = 300;
  private static final long SEED = 47;
  private static final long TIMEOUT_NS = TimeUnit.SECONDS.toNanos(10);
  private static final String[] STORES = {"user-rows", "user-state", "item-rows", "item-state"};

  private final SyntheticStream events = new SyntheticStream(SEED);
  private final List<Change> log = new ArrayList<>();

  @TempDir Path folder;
  private BenchLearner learner;

  @BeforeEach
  void learn() {
    learner = new BenchLearner(SyntheticStream.settings(), BenchImages.in(folder));
    learn(learner, EVENTS);
    learner.commit();
    log.addAll(learner.changelog());
  }

  private void learn(BenchLearner target, int count) {
    for (int event = 0; event < count; event++) {
      target.learn(events.next());
    }
  }

  private void closeInGoodOrder() {
    learner.checkpoint(log);
    learner.close(TIMEOUT_NS);
    assertThat(images()).hasSize(STORES.length);
  }

  /* The files there are, drafts too. */
  private List<Path> images() {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void assertRestoresAll(BenchImages images) {
    BenchLearner started = new BenchLearner(log, learner, images);
    assertThat(started.restoredRecords()).as("seed %d", SEED).isEqualTo(log.size());
    assertRows(started);
    assertThat(images()).isEmpty();
  }

  private void assertRows(BenchLearner started) {
    BenchLearner expected = BenchLearner.restored(log, learner);
    assertThat(TableContents.users(started.users(), started.replica()))
        .as("seed %d", SEED)
        .isEqualTo(TableContents.users(expected.users(), expected.replica()));
    int dimension = expected.replica().dimension();
    assertThat(TableContents.items(started.items(), dimension))
        .as("seed %d", SEED)
        .isEqualTo(TableContents.items(expected.items(), dimension));
    assertThat(started.trainedEvents()).isEqualTo(EVENTS);
  }

  @Test
  void anImageIsGoneOnFromOnce() {
    closeInGoodOrder();
    BenchLearner killed = new BenchLearner(log, learner, BenchImages.in(folder));
    assertThat(killed.restoredRecords()).isZero();
    assertThat(images()).isEmpty();

    assertRestoresAll(BenchImages.in(folder));
  }

  @Test
  void aLookAtTheStoresLeavesTheImages() {
    closeInGoodOrder();
    BenchLearner looked =
        new BenchLearner(log, learner, BenchImages.in(folder).withoutProcessors());
    looked.checkpoint(log);
    looked.close(TIMEOUT_NS);
    assertThat(images()).hasSize(STORES.length);

    BenchLearner started = new BenchLearner(log, learner, BenchImages.in(folder));
    assertThat(started.restoredRecords()).isZero();
    assertRows(started);
  }

  @ParameterizedTest
  @ValueSource(strings = {"user-rows", "user-state", "item-rows", "item-state"})
  void aDamagedImageIsPassedOverAlone(String store) throws IOException {
    closeInGoodOrder();
    Path path = folder.resolve(store + ".image");
    byte[] bytes = Files.readAllBytes(path);
    bytes[bytes.length / 2] ^= 1;
    Files.write(path, bytes);

    BenchLearner started = new BenchLearner(log, learner, BenchImages.in(folder));

    long records = log.stream().filter(change -> change.store().equals(store)).count();
    assertThat(started.restoredRecords()).isEqualTo((int) records);
    assertRows(started);
  }

  @Test
  void tornImagesArePassedOver() throws IOException {
    closeInGoodOrder();
    for (Path path : images()) {
      byte[] bytes = Files.readAllBytes(path);
      Files.write(path, Arrays.copyOf(bytes, bytes.length - 5));
    }
    assertRestoresAll(BenchImages.in(folder));
  }

  @Test
  void imagesOfAnotherStoreArePassedOver() throws IOException {
    closeInGoodOrder();
    Files.move(folder.resolve("user-state.image"), folder.resolve("x"));
    Files.move(folder.resolve("item-state.image"), folder.resolve("user-state.image"));
    Files.move(folder.resolve("x"), folder.resolve("item-state.image"));
    Files.move(folder.resolve("user-rows.image"), folder.resolve("x"));
    Files.move(folder.resolve("item-rows.image"), folder.resolve("user-rows.image"));
    Files.move(folder.resolve("x"), folder.resolve("item-rows.image"));
    assertRestoresAll(BenchImages.in(folder));
  }

  @Test
  void imagesOfATopicThatWasMadeAnewArePassedOver() {
    closeInGoodOrder();
    assertRestoresAll(BenchImages.in(folder).withTopicId("another"));
  }

  @Test
  void imagesArePassedOverIfNothingIsKnownOfTheTopics() {
    closeInGoodOrder();
    assertRestoresAll(BenchImages.in(folder).withTopicId(""));
  }

  @Test
  void imagesBeyondTheLogsEndArePassedOver() {
    closeInGoodOrder();
    assertRestoresAll(BenchImages.in(folder).withLostRecords(1));
  }

  @ParameterizedTest
  @ValueSource(longs = {BenchImages.REMOVALS_MS / 2 + 1, -61_000})
  void imagesThatAreTooOldArePassedOver(long laterMs) {
    closeInGoodOrder();
    assertRestoresAll(BenchImages.in(folder).later(laterMs));
  }

  @Test
  void anImageThatIsHalfTheTimeOldIsGoneOnFrom() {
    closeInGoodOrder();
    BenchImages later = BenchImages.in(folder).later(BenchImages.REMOVALS_MS / 2);
    assertThat(new BenchLearner(log, learner, later).restoredRecords()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "history-length=7",
        "seen-limit=64",
        "neighbours.length=3",
        "rows.expire-after-events=9",
        "rows.expire-users-after-events=9"
      })
  void imagesOfTablesOfAnotherShapeArePassedOver(String setting) {
    closeInGoodOrder();
    String[] entry = setting.split("=", 2);
    LearnerSettings other = SyntheticStream.with(Map.of(entry[0], entry[1]));
    String store =
        setting.startsWith("neighbours") || setting.startsWith("rows.expire-after")
            ? "item-rows"
            : "user-rows";

    BenchLearner started = new BenchLearner(other, log, learner, BenchImages.in(folder));

    long records = log.stream().filter(change -> change.store().equals(store)).count();
    assertThat(started.restoredRecords()).isEqualTo((int) records);
  }

  @Test
  void imagesOfAnotherStampArePassedOver() {
    closeInGoodOrder();
    LocalImages images =
        new LocalImages(
            true,
            RowStamps.of(
                SyntheticStream.settings(), new TopicCatalogue(new TopicsConfig("test", 2, 1, 1))),
            () -> 0,
            () -> BenchImages.in(folder).nowMs());
    assertThat(
            images.open(
                folder.resolve("user-rows.image"), "user-rows", TaskBench.log("user-rows"), ""))
        .isNull();
    assertThat(folder.resolve("user-rows.image")).doesNotExist();
  }

  @Test
  void rowsThatWereNotCommittedLeaveNoImage() {
    learner.checkpointUncommitted(log);
    learner.close(TIMEOUT_NS);
    assertRestoresAll(BenchImages.in(folder));
  }

  @Test
  void aCommitThatFailedAfterOneThatDidNotLeavesNoImage() {
    learner.checkpoint(log);
    learn(learner, 20);
    learner.commit();
    learner.checkpointUncommitted(learner.changelog());
    learner.close(TIMEOUT_NS);
    assertThat(images()).isEmpty();
    assertRestoresAll(BenchImages.in(folder));
  }

  @Test
  void whatWasLearntBehindTheCommitLeavesNoImage() {
    learner.checkpoint(log);
    learn(learner, 1);
    learner.close(TIMEOUT_NS);
    assertRestoresAll(BenchImages.in(folder));
  }

  @Test
  void aProcessThatGoesOnLeavesNoImage() {
    learner.checkpoint(log);
    learner.revoke();
    assertRestoresAll(BenchImages.in(folder));
  }

  @Test
  void aTaskThatIsResumedLeavesNoImageBeforeItsNextCommit() {
    learner.checkpoint(log);
    learner.suspendAndResume();
    learner.close(TIMEOUT_NS);
    assertRestoresAll(BenchImages.in(folder));
  }

  @Test
  void thereIsNoImageIfTheTimeIsOver() {
    learner.checkpoint(log);
    learner.close(-1);
    assertRestoresAll(BenchImages.in(folder));
  }

  @Test
  void aDraftOfAKilledProcessIsDeleted() throws IOException {
    learner.revoke();
    Files.write(folder.resolve("user-rows.image.draft"), new byte[] {1, 2, 3});
    assertRestoresAll(BenchImages.in(folder));
  }
}
