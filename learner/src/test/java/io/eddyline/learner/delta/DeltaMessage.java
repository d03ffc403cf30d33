package io.eddyline.learner.delta;

import io.eddyline.schemas.delta.sbe.Side;
import java.util.List;
import java.util.Map;

/**
 * A message that was heard.
 *
 * @param id of the user or item; empty if it is of none
 * @param updates second part of the row's version; of a seen block its number
 * @param input that the row or the watermark goes up to
 * @param items a user's history, newest first, or those of a seen block; of an item that says its
 *     neighbours their number, with a colon, and each with its count
 * @param seenTail of a user
 * @param timesMs when the row's event was appended, cleaned and trained
 * @param sources of a watermark
 */
public record DeltaMessage(
    Kind kind,
    Side side,
    int partition,
    long epoch,
    long sequence,
    String id,
    long updates,
    long input,
    List<String> items,
    List<String> seenTail,
    List<Long> timesMs,
    Map<Integer, Long> sources) {
  /** What a message can be. */
  public enum Kind {
    START,
    USER,
    BLOCK,
    ITEM,
    REMOVED,
    WATERMARK
  }
}
