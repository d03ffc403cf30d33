package io.eddyline.learner.stream;

import com.google.protobuf.Message;
import io.eddyline.learner.stream.TaskBench.Change;
import io.eddyline.schemas.record.ItemRow;
import io.eddyline.schemas.record.RowProgress;
import io.eddyline.schemas.record.SideState;
import io.eddyline.schemas.record.StateSlot;
import io.eddyline.schemas.record.UserRow;
import io.eddyline.schemas.serde.RecordSerdes;
import io.eddyline.schemas.serde.RowKeys;
import io.eddyline.schemas.topic.TopicCatalogue;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Changelogs as compaction leaves them. */
final class LoggedImage {
  private LoggedImage() {}

  /** The last record of each key. */
  static List<Change> compacted(Collection<Change> changelog) {
    Map<String, Change> last = new LinkedHashMap<>();
    changelog.forEach(change -> last.put(name(change), change));
    return List.copyOf(last.values());
  }

  /** The last record of each key without epochs, decoded; a removed one is absent. */
  static Map<String, Message> withoutEpochs(Collection<Change> changelog) {
    Map<String, Message> image = new TreeMap<>();
    for (Change change : compacted(changelog)) {
      byte[] value = change.value();
      if (value != null) {
        image.put(name(change), withoutEpoch(change, value));
      }
    }
    return image;
  }

  /** The progress that the item rows stand at. */
  static RowProgress itemProgress(Collection<Change> changelog) {
    return changelog.stream()
        .filter(change -> change.store().equals(TopicCatalogue.ITEM_STORE))
        .filter(change -> RowKeys.kind(change.key()) == RowKeys.Kind.PROGRESS)
        .map(Change::value)
        .reduce((_, last) -> last)
        .map(RecordSerdes.ROW_PROGRESS::decode)
        .orElseThrow();
  }

  private static String name(Change change) {
    return change.store() + " " + HexFormat.of().formatHex(change.key());
  }

  private static Message withoutEpoch(Change change, byte[] value) {
    if (change.store().endsWith("state")) {
      StateSlot slot = RecordSerdes.STATE_SLOT.decode(value);
      SideState.Builder side = slot.getSide().toBuilder().setEpoch(0);
      return slot.hasSide() ? slot.toBuilder().setSide(side).build() : slot;
    }
    return switch (RowKeys.kind(change.key())) {
      case SEEN_BLOCK -> RecordSerdes.SEEN_BLOCK.decode(value);
      case PROGRESS -> {
        // A replica that was just restored has other priors, so later ranks may differ.
        RowProgress progress = RecordSerdes.ROW_PROGRESS.decode(value);
        yield progress.toBuilder().setEpoch(0).clearPriorScores().build();
      }
      case ROW -> {
        if (change.store().equals(TopicCatalogue.USER_STORE)) {
          UserRow row = RecordSerdes.USER_ROW.decode(value);
          yield row.toBuilder().setVersion(row.getVersion().toBuilder().setEpoch(0)).build();
        }
        ItemRow row = RecordSerdes.ITEM_ROW.decode(value);
        yield row.toBuilder().setVersion(row.getVersion().toBuilder().setEpoch(0)).build();
      }
    };
  }
}
