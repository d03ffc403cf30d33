package io.eddyline.learner.evaluate.study;

import static org.assertj.core.api.Assertions.assertThat;

import io.eddyline.learner.evaluate.EvaluationEvents;
import io.eddyline.learner.evaluate.HoldoutData;
import io.eddyline.learner.evaluate.HoldoutReport;
import io.eddyline.learner.evaluate.Protocol;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HoldoutStudyTest {
  private static final int USERS = 70;
  private static final int EVENTS = 1500;
  private static final Variant POPULARITY =
      new Variant("popularity", "popularity", Map.of(), "counts", false);
  private static final Variant KNN = new Variant("knn", "item-knn", Map.of(), "counts", false);
  private static final Variant BPR =
      new Variant("bpr", "bpr", Map.of("dimension", "4"), "draws", false);

  @TempDir private Path folder = Path.of("");
  private final List<StudyProgress.Position> positions = new ArrayList<>();
  private int readings;
  private final HoldoutSet set =
      new HoldoutSet(
          "walk", Protocol.LEAVE_LAST_OUT, EVENTS, Map.of("bpr", "too slow"), this::data);

  @Test
  void runsEveryVariantButThoseLeftOut() throws IOException {
    HoldoutFindings findings = run(false).getFirst();
    assertThat(findings.reports().keySet()).containsExactly(POPULARITY, KNN);
    assertThat(neighbours(findings).users()).isEqualTo(USERS);
    assertThat(neighbours(findings).metrics()).containsOnlyKeys("hr10", "ndcg10");
    assertThat(readings).as("the data is read once").isEqualTo(1);
    assertThat(positions.getLast().events())
        .as("events learnt and users asked are the steps")
        .isEqualTo(2 * EVENTS)
        .isEqualTo(positions.getLast().allEvents());
  }

  @Test
  void takesFinishedRunsFromTheirFiles() throws IOException {
    HoldoutFindings first = run(false).getFirst();
    HoldoutFindings second = run(false).getFirst();
    assertThat(readings).isEqualTo(1);
    assertThat(neighbours(second).toJson()).isEqualTo(neighbours(first).toJson());
    run(true);
    assertThat(readings).as("fresh runs").isEqualTo(2);
  }

  @Test
  void aReportOfOtherPassesProtocolOrSettingsIsVoid() throws IOException {
    for (List<String> change :
        List.of(
            List.of("\"passes\" : 1", "\"passes\" : 2"),
            List.of("leave-last-out", "split"),
            List.of("\"shrinkage\" : 20.0", "\"shrinkage\" : 21.0"),
            List.of("\"users\"", "\"former_users\""))) {
      run(false);
      Path file = folder.resolve("walk/item-knn.json");
      String text = Files.readString(file);
      assertThat(text).contains(change.getFirst());
      Files.writeString(file, text.replace(change.getFirst(), change.getLast()));
      positions.clear();
      assertThat(neighbours(run(false).getFirst()).passes()).isEqualTo(1);
      assertThat(positions)
          .as(change.toString())
          .extracting(position -> position.run().model())
          .containsOnly("item-knn");
    }
  }

  private List<HoldoutFindings> run(boolean fresh) throws IOException {
    return new HoldoutStudy(List.of(set), List.of(POPULARITY, KNN, BPR), new RunFolder(folder))
        .run(fresh, (position, soFar) -> positions.add(position));
  }

  private static HoldoutReport neighbours(HoldoutFindings findings) {
    return Objects.requireNonNull(knn(findings));
  }

  private HoldoutData data() {
    readings++;
    EvaluationEvents.Builder builder = new EvaluationEvents.Builder();
    for (int event = 0; event < EVENTS; event++) {
      builder.add("u" + event % USERS, "i" + event * 7 % 110, event);
    }
    return HoldoutData.leaveLastOut(builder.build());
  }

  private static HoldoutReport knn(HoldoutFindings findings) {
    return Objects.requireNonNull(findings.reports().get(KNN));
  }
}
