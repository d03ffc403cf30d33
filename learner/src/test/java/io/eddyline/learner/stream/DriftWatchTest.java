package io.eddyline.learner.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.eddyline.learner.health.DriftSettings;
import io.eddyline.learner.table.FirstVector;
import io.eddyline.learner.table.ItemReplica;
import io.eddyline.learner.table.PopularityDecay;
import io.eddyline.learner.table.UserTable;
import io.eddyline.learner.train.LearnerSettings;
import io.eddyline.schemas.config.RecordSettings;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the drift monitor remembers where items come and go. */
final class DriftWatchTest {
  private static final int WINDOW = 100;
  private static final int USERS = 100;
  private static final long EXPIRE_AFTER = 1_000_000;

  private final LearnerSettings settings = SyntheticStream.settings();
  private final UserTable users = new UserTable(settings.dimension(), 6, 64);
  private final ItemReplica replica =
      new ItemReplica(
          new FirstVector(1, settings.dimension()),
          new PopularityDecay(1000, 1000, 1),
          1,
          id -> 0,
          EXPIRE_AFTER);
  private final DriftWatch watch =
      new DriftWatch(
          settings,
          RecordSettings.bind(DriftSettings.class, Map.of("window-events", String.valueOf(WINDOW))),
          users,
          replica,
          () -> 0);

  DriftWatchTest() {
    for (int k = 0; k < USERS; k++) {
      users.remember(users.findOrAdd("u" + k), replica.ordinalOf("i" + k % 10), 1, k);
    }
  }

  @Test
  void ordinalOfARetiredItemWaitsUntilTheSamplesHaveDroppedIt() {
    offer(2 * WINDOW);
    int gone = replica.find("i3");
    replica.retire("i3", true);

    assertThat(replica.ordinalOf("new")).as("still remembered").isEqualTo(10);
    offer(300);
    assertThat(replica.ordinalOf("newer")).as("given again").isEqualTo(gone);
  }

  @Test
  void retiredItemsOfAHistoryAreNotSampled() {
    offer(WINDOW);
    assertThat(watch.reading().scarceWindows()).isZero();
    for (int k = 0; k < 10; k++) {
      replica.retire("i" + k, true);
    }
    offer(WINDOW);
    assertThat(watch.reading().scarceWindows()).isEqualTo(1);
  }

  @Test
  void ordinalsAreFreeOnceTheTaskIsClosed() {
    offer(WINDOW);
    int gone = replica.find("i3");
    replica.retire("i3", true);
    watch.close();
    assertThat(replica.ordinalOf("new")).isEqualTo(gone);
  }

  private void offer(int events) {
    for (int event = 0; event < events; event++) {
      watch.offer(event % USERS, -1);
    }
  }
}
