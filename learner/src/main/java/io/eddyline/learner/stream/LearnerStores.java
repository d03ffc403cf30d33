package io.eddyline.learner.stream;

import io.eddyline.learner.table.FirstVector;
import io.eddyline.learner.table.ItemTable;
import io.eddyline.learner.table.UserTable;
import io.eddyline.learner.train.LearnerSettings;
import io.eddyline.schemas.topic.TopicCatalogue;
import org.apache.kafka.streams.state.StoreBuilder;

/** The stores of the two sides: rows, and what else a side goes on with after a restart. */
final class LearnerStores {
  private LearnerStores() {}

  static StoreBuilder<CommitHook<UserRows>> userRows(LearnerParts parts) {
    LearnerSettings settings = parts.settings();
    return CommitHook.builder(
        TopicCatalogue.USER_STORE,
        () ->
            new UserRows(
                () ->
                    new UserTable(
                        settings.dimension(),
                        settings.historyLength(),
                        settings.seenLimit(),
                        settings.rows().expireUsersAfterEvents()),
                parts.replica(),
                parts.stamp(),
                parts.unreadable()),
        parts.unreadable(),
        parts.images());
  }

  static StoreBuilder<CommitHook<ItemRows>> itemRows(LearnerParts parts) {
    return CommitHook.builder(
        TopicCatalogue.ITEM_STORE,
        () -> new ItemRows(() -> itemTable(parts), parts.stamp(), parts.unreadable()),
        parts.unreadable(),
        parts.images());
  }

  /** An empty table of one partition. */
  static ItemTable itemTable(LearnerParts parts) {
    LearnerSettings settings = parts.settings();
    return new ItemTable(
        new FirstVector(settings.seed(), settings.dimension()),
        settings.popularityDecay(parts.itemPartitions()),
        settings.rows().expireAfterEvents(),
        settings.neighbours().lists());
  }

  static StoreBuilder<CommitHook<StateSlots>> userState(LearnerParts parts) {
    return slots(TopicCatalogue.USER_STATE_STORE, parts);
  }

  static StoreBuilder<CommitHook<StateSlots>> itemState(LearnerParts parts) {
    return slots(TopicCatalogue.ITEM_STATE_STORE, parts);
  }

  private static StoreBuilder<CommitHook<StateSlots>> slots(String name, LearnerParts parts) {
    return CommitHook.builder(
        name, () -> new StateSlots(parts.unreadable()), parts.unreadable(), parts.images());
  }
}
