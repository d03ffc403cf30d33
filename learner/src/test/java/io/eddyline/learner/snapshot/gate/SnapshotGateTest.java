package io.eddyline.learner.snapshot.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.eddyline.learner.snapshot.SnapshotSource;
import io.eddyline.learner.snapshot.SnapshotWriter;
import io.eddyline.schemas.config.RecordSettings;
import io.eddyline.schemas.snapshot.FileSnapshotStore;
import io.eddyline.schemas.snapshot.Manifest;
import io.eddyline.schemas.snapshot.SnapshotFiles;
import io.eddyline.schemas.snapshot.StoredSnapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SnapshotGateTest {
  private static final int ITEMS = 200;
  private static final int USERS = 40;

  @TempDir private Path root = Path.of("");
  private FileSnapshotStore store = new FileSnapshotStore(root);
  private StoredSnapshot reference;
  private List<FreshInteraction> fresh = TasteRows.fresh(300, ITEMS, USERS);
  private long refusals;

  @BeforeEach
  void publishTheAcceptedVersion() throws IOException {
    store = new FileSnapshotStore(root);
    reference =
        new SnapshotWriter(store)
            .write(rows(1, 0, 1), TasteRows.header(1, null, Map.of()))
            .snapshot();
  }

  @Test
  void aVersionAsGoodAsTheAcceptedOnePasses() throws IOException {
    Manifest judged = judge(rows(2, 0, 1), Map.of());

    assertThat(judged.isServable()).isTrue();
    assertThat(checks(judged))
        .extracting(Manifest.Check::name)
        .containsExactly(
            "finite",
            "effective_rank",
            "graph",
            "items",
            "users",
            "effective_rank_ratio",
            "lost_hits",
            "recall10",
            "ndcg10");
    assertThat(checks(judged)).allMatch(Manifest.Check::passed);
    // ten of the 24 items of a taste that a user does not have yet
    assertThat(judged.metrics().get("fresh_recall10")).isEqualTo(10 / 24.0, within(0.1));
    assertThat(judged.metrics().get("compatibility")).isEqualTo(1, within(0.4));
  }

  @Test
  void aVersionWhoseItemsDoNotSuitItsUsersIsRefused() throws IOException {
    Manifest judged = judge(rows(2, 3, 1), Map.of());

    assertThat(judged.isServable()).isFalse();
    Manifest.Check recall = check(judged, "recall10");
    assertThat(recall.passed()).isFalse();
    assertThat(recall.value()).isLessThan(recall.limit());
    assertThat(recall.detail()).contains("version 1 has", "same 300 interactions");
    assertThat(check(judged, "ndcg10").passed()).isFalse();
    assertThat(judged.metrics().get("fresh_lost_hit_share")).isGreaterThan(0.9);
  }

  @Test
  void fewInteractionsSayNothing() throws IOException {
    fresh = TasteRows.fresh(99, ITEMS, USERS);
    Manifest judged = judge(rows(2, 3, 1), Map.of());

    assertThat(judged.isServable()).isTrue();
    assertThat(check(judged, "recall10").detail()).contains("99 fresh interactions, too few");
  }

  @Test
  void whatAUserAlreadyHasIsNoFreshInteraction() throws IOException {
    fresh = List.of(new FreshInteraction("u1", "i1"), new FreshInteraction("u1", "i9"));
    assertThat(judge(rows(2, 0, 1), Map.of()).metrics()).containsEntry("fresh_interactions", 1.0);
  }

  @Test
  void usersAndItemsThatAVersionDoesNotKnowAreMisses() throws IOException {
    fresh =
        List.of(new FreshInteraction("u1", "nobody's"), new FreshInteraction("stranger", "none"));
    assertThat(judge(rows(2, 0, 1), Map.of()).metrics())
        .containsEntry("fresh_interactions", 2.0)
        .containsEntry("fresh_recall10", 0.0)
        .doesNotContainKey("compatibility");
  }

  @Test
  void vectorsThatTurnedTogetherAreAsGoodButNotCompatible() throws IOException {
    Manifest judged = judge(rows(2, 0, -1), Map.of());

    assertThat(judged.isServable()).isTrue();
    assertThat(judged.metrics().get("compatibility")).isLessThan(0.2);
  }

  @Test
  void aVersionThatLostManyRowsIsRefused() throws IOException {
    Manifest judged = judge(new TasteRows(2, 130, USERS, 0, 1), Map.of());

    assertThat(judged.isServable()).isFalse();
    assertThat(check(judged, "items").passed()).isFalse();
    assertThat(check(judged, "items").detail()).isEqualTo("version 1 has 200");
    assertThat(check(judge(new TasteRows(2, ITEMS, 20, 0, 1), Map.of()), "users").passed())
        .isFalse();
  }

  @ParameterizedTest
  @CsvSource({"29, 29, true", "100, 60, true", "100, 90, false", "1000, 560, false"})
  void lostHitsCountAsFarAsTheirNumberAllows(double hits, double lost, boolean passes)
      throws IOException {
    Manifest judged = judge(rows(2, 0, 1), Map.of("previous_hits", hits, "lost_hits", lost));

    assertThat(judged.isServable()).isEqualTo(passes);
    assertThat(check(judged, "lost_hits").passed()).isEqualTo(passes);
  }

  @Test
  void itemsThatCollapsedAreRefused() throws IOException {
    Manifest ratio = judge(rows(2, 0, 1), Map.of("item_effective_rank", 3.0));
    assertThat(ratio.isServable()).isFalse();
    assertThat(check(ratio, "effective_rank_ratio").passed()).isFalse();

    Manifest absolute = judge(rows(2, 0, 1), Map.of("item_effective_rank", 1.5));
    assertThat(absolute.isServable()).isFalse();
    assertThat(check(absolute, "effective_rank").passed()).isFalse();
  }

  @Test
  void afterManyRefusalsASoundVersionBecomesTheBase() throws IOException {
    refusals = 19;
    assertThat(judge(rows(2, 3, 1), Map.of()).isServable()).isFalse();
    refusals = 20;
    Manifest judged = judge(rows(2, 3, 1), Map.of());
    assertThat(judged.isServable()).isTrue();
    assertThat(check(judged, "recall10").passed()).isFalse();
    assertThat(check(judged, "rebase").detail()).contains("20 refusals in a row");
  }

  @Test
  void noNumberOfRefusalsMakesAVersionSound() throws IOException {
    refusals = 1_000;
    assertThat(judge(rows(2, 0, 1), Map.of("item_effective_rank", 1.5)).isServable()).isFalse();
  }

  @Test
  void theFirstVersionWithItemsPassesUntried() throws IOException {
    reference =
        new SnapshotWriter(store)
            .write(new TasteRows(1, 0, 0, 0, 1), TasteRows.header(7, null, Map.of()))
            .snapshot();
    Manifest judged = judge(rows(2, 3, 1), Map.of());

    assertThat(judged.isServable()).isTrue();
    assertThat(checks(judged))
        .extracting(Manifest.Check::name)
        .containsExactly("finite", "effective_rank", "graph");
  }

  @Test
  void aGraphThatDoesNotLoadIsRefused() throws IOException {
    SnapshotGate gate = gate();
    Files.write(reference.file(SnapshotFiles.MODEL), new byte[] {1, 2, 3});

    var judged = Objects.requireNonNull(gate.judge(reference, null, 0, List::of).gate());

    assertThat(judged.passed()).isFalse();
    assertThat(judged.checks().getLast().name()).isEqualTo("graph");
  }

  @Test
  void aVersionThatCannotBeComparedWithSpeaksAgainstNobody() throws IOException {
    Files.write(reference.file(SnapshotFiles.MODEL), new byte[] {1, 2, 3});
    Manifest judged = judge(rows(2, 0, 1), Map.of());

    assertThat(judged.isServable()).isTrue();
    assertThat(check(judged, "recall10").detail()).contains("version 1 cannot be compared");
  }

  @Test
  void numbersThatAreNoneAreRefused() throws IOException {
    byte[] users = Files.readAllBytes(reference.file(SnapshotFiles.USERS));
    users[users.length - 1] = (byte) 0x7f;
    users[users.length - 2] = (byte) 0xc0;
    Files.write(reference.file(SnapshotFiles.USERS), users);

    var judged = Objects.requireNonNull(gate().judge(reference, null, 1_000, List::of).gate());

    assertThat(judged.passed()).isFalse();
    assertThat(judged.checks().getFirst().detail()).contains("users.f32", "NaN");
  }

  @Test
  void withoutAGateVersionsAreNotJudged() throws IOException {
    GateSettings off = RecordSettings.bind(GateSettings.class, Map.of("enabled", "false"));
    assertThat(
            new SnapshotGate(off, System::nanoTime).judge(reference, reference, 0, List::of).gate())
        .isNull();
  }

  @Test
  void rankingEndsWithItsTime() throws IOException {
    long[] now = {0};
    SnapshotGate gate =
        new SnapshotGate(
            RecordSettings.bind(GateSettings.class, Map.of("rank-ms", "100")),
            () -> now[0] += 30_000_000);
    Manifest judged =
        new SnapshotWriter(store)
            .write(
                rows(2, 0, 1),
                TasteRows.header(2, 1L, Map.of()),
                candidate -> gate.judge(candidate, reference, 0, () -> fresh))
            .snapshot()
            .manifest();
    // three batches of 16 begin within 100 ms
    assertThat(judged.metrics()).containsEntry("fresh_interactions", 48.0);
  }

  private Manifest judge(SnapshotSource rows, Map<String, Double> metrics) throws IOException {
    long version = store.versions("main").getLast() + 1;
    return new SnapshotWriter(store)
        .write(
            rows,
            TasteRows.header(version, 1L, metrics),
            candidate -> gate().judge(candidate, reference, refusals, () -> fresh))
        .snapshot()
        .manifest();
  }

  private static SnapshotGate gate() {
    return new SnapshotGate(GateSettings.defaults(), System::nanoTime);
  }

  private static Manifest.Check check(Manifest manifest, String name) {
    return checks(manifest).stream()
        .filter(check -> check.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static List<Manifest.Check> checks(Manifest manifest) {
    return Objects.requireNonNull(manifest.gate()).checks();
  }

  private static TasteRows rows(long seed, int shift, int sign) {
    return new TasteRows(seed, ITEMS, USERS, shift, sign);
  }
}
