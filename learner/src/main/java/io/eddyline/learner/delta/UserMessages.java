package io.eddyline.learner.delta;

import io.eddyline.learner.table.Histories;
import io.eddyline.learner.table.ItemReplica;
import io.eddyline.learner.table.SeenSet;
import io.eddyline.learner.table.UserTable;
import io.eddyline.schemas.delta.sbe.SeenBlockEncoder;
import io.eddyline.schemas.delta.sbe.UserRowEncoder;

/**
 * Users' rows as messages: the full seen blocks that were not sent yet, each by itself, then the
 * row.
 *
 * <p>Threading: the task's stream thread.
 */
final class UserMessages {
  private final UserTable users;
  private final ItemReplica replica;
  private final HandOver out;
  private final VectorBytes vector;
  private final IdText idText = new IdText();
  private boolean isSound;

  /**
   * @param replica whose ordinals the table names items by
   */
  UserMessages(UserTable users, ItemReplica replica, HandOver out) {
    this.users = users;
    this.replica = replica;
    this.out = out;
    this.vector = new VectorBytes(replica.dimension());
  }

  /**
   * Hands a user's row over as it is now.
   *
   * @param appendedAtMs when its first event that was not sent was appended to its source; 0 if
   *     unknown
   * @param cleanedAtMs when that one's interaction was; 0 if unknown
   * @return false if the queue has no room
   */
  boolean write(int row, long appendedAtMs, long cleanedAtMs) {
    SeenSet seen = users.seen(row);
    for (int block = seen.sentNextBlock(); block < seen.nextBlock(); block++) {
      if (!writeBlock(row, seen, block)) {
        return false;
      }
    }
    seen.markSent();
    isSound = true;
    UserRowEncoder message = out.batch().beginUserRow(out.stream());
    message
        .updates(users.updates(row))
        .appliedInput(out.appliedInput())
        .appendedAtMs(appendedAtMs)
        .cleanedAtMs(cleanedAtMs)
        .trainedAtMs(out.nowMs())
        .firstSeenBlock(seen.firstBlock())
        .nextSeenBlock(seen.nextBlock());
    writeHistory(row, message);
    writeTail(seen, message);
    message.putVector(
        vector.of(users.vectors().chunk(row), users.vectors().offset(row)), 0, vector.length());
    int length = take(users.id(row));
    message.putUserId(idText.bytes(), 0, length);
    return isSound ? out.end(message) : out.spend();
  }

  private void writeHistory(int row, UserRowEncoder message) {
    Histories histories = users.histories();
    int size = histories.size(row);
    UserRowEncoder.HistoryEncoder history = message.historyCount(size);
    for (int age = 0; age < size; age++) {
      int length = take(replica.id(histories.item(row, age)));
      history
          .next()
          .weight(histories.weight(row, age))
          .eventTimeMs(histories.timeMs(row, age))
          .putItemId(idText.bytes(), 0, length);
    }
  }

  private void writeTail(SeenSet seen, UserRowEncoder message) {
    int start = seen.tailStart();
    UserRowEncoder.SeenTailEncoder tail = message.seenTailCount(seen.size() - start);
    for (int k = start; k < seen.size(); k++) {
      int length = take(replica.id(seen.item(k)));
      tail.next().putItemId(idText.bytes(), 0, length);
    }
  }

  private boolean writeBlock(int row, SeenSet seen, int block) {
    isSound = true;
    SeenBlockEncoder message = out.batch().beginSeenBlock(out.stream());
    message.block(block);
    SeenBlockEncoder.ItemsEncoder items = message.itemsCount(SeenSet.BLOCK_ITEMS);
    int start = seen.blockStart(block);
    for (int k = start; k < start + SeenSet.BLOCK_ITEMS; k++) {
      int length = take(replica.id(seen.item(k)));
      items.next().putItemId(idText.bytes(), 0, length);
    }
    int length = take(users.id(row));
    message.putUserId(idText.bytes(), 0, length);
    return isSound ? out.end(message) : out.spend();
  }

  /* The bytes to put of an id; one that cannot be carried spoils the message. */
  private int take(String id) {
    idText.set(id);
    isSound &= idText.isSound();
    return idText.isSound() ? idText.length() : 0;
  }
}
