package io.eddyline.learner.stream;

import io.eddyline.learner.train.LearnerSettings;
import io.eddyline.schemas.error.Action;
import io.eddyline.schemas.error.EddylineException;
import io.eddyline.schemas.record.RowStamp;
import io.eddyline.schemas.topic.TopicCatalogue;
import java.util.ArrayList;
import java.util.List;

/**
 * The settings that rows depend on, as every progress record carries them: rows that were learnt
 * with others would be read, and mean something else.
 */
final class RowStamps {
  /** Rises when a learner of before could not go on with the rows. */
  static final int FORMAT = 1;

  private RowStamps() {}

  static RowStamp of(LearnerSettings settings, TopicCatalogue topics) {
    return RowStamp.newBuilder()
        .setFormat(FORMAT)
        .setDimension(settings.dimension())
        .setSeed(settings.seed())
        .setUserPartitions(topics.config().userPartitions())
        .setItemPartitions(topics.config().itemPartitions())
        .setModel(topics.model())
        .build();
  }

  /** All of it, for people and for comparing. */
  static String describe(RowStamp stamp) {
    return "format %d, learning.dimension %d, learning.seed %d, topics.user-partitions %d, topics.item-partitions %d"
        .formatted(
            stamp.getFormat(),
            stamp.getDimension(),
            stamp.getSeed(),
            stamp.getUserPartitions(),
            stamp.getItemPartitions());
  }

  /**
   * Compares the stamp of logged rows with that of this learner.
   *
   * @param place of the rows, for people
   * @throws EddylineException (STOP) that names everything that differs
   */
  static void check(String place, RowStamp expected, RowStamp found) {
    if (found.getFormat() > expected.getFormat()) {
      throw new EddylineException(
          Action.STOP,
          "%s: format %d, expected at most %d; start the release that wrote them, or a newer one"
              .formatted(place, found.getFormat(), expected.getFormat()));
    }
    // Releases of before did not say whose rows they were.
    if (!found.getModel().isEmpty() && !found.getModel().equals(expected.getModel())) {
      throw new EddylineException(
          Action.STOP,
          "%s are those of model %s, expected %s; whose topics were copied here?"
                  .formatted(place, found.getModel(), expected.getModel())
              + " Learn anew under another topics.prefix, or set model back");
    }
    List<String> differences = new ArrayList<>();
    compare("learning.dimension", found.getDimension(), expected.getDimension(), differences);
    compare("learning.seed", found.getSeed(), expected.getSeed(), differences);
    compare(
        "topics.user-partitions",
        found.getUserPartitions(),
        expected.getUserPartitions(),
        differences);
    compare(
        "topics.item-partitions",
        found.getItemPartitions(),
        expected.getItemPartitions(),
        differences);
    if (!differences.isEmpty()) {
      throw new EddylineException(Action.STOP, refusal(place, String.join(", ", differences)));
    }
  }

  /** One line that says what to do about rows of other settings. */
  static String refusal(String place, String differences) {
    return "%s were learnt with %s; set it back, or learn anew under another topics.prefix"
        .formatted(place, differences);
  }

  private static void compare(String key, long found, long expected, List<String> differences) {
    if (found != expected) {
      differences.add("%s %d, expected %d".formatted(key, found, expected));
    }
  }
}
