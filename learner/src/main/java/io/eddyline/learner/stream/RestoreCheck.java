package io.eddyline.learner.stream;

import io.eddyline.schemas.error.Action;
import io.eddyline.schemas.error.EddylineException;
import io.eddyline.schemas.error.FormatException;
import io.eddyline.schemas.record.RowProgress;
import io.eddyline.schemas.record.RowStamp;

/**
 * What one restoring of rows demands: rows of other settings are refused, all of them; a record
 * that cannot be read is passed over.
 *
 * <p>Logs of old have no stamp. There the vectors' length alone speaks.
 */
final class RestoreCheck {
  private final String place;
  private final RowStamp expected;
  private final boolean stamped;
  private final UnreadableRecords unreadable;

  /**
   * @param place of the rows, for people
   * @param restored progress of the rows
   * @throws EddylineException (STOP) if other settings made the rows
   */
  RestoreCheck(
      String place, RowStamp expected, RowProgress restored, UnreadableRecords unreadable) {
    this.place = place;
    this.expected = expected;
    this.stamped = restored.hasStamp();
    this.unreadable = unreadable;
    if (stamped) {
      RowStamps.check(place, expected, restored.getStamp());
    }
  }

  /**
   * Runs what reads a record; passes over one that cannot be read.
   *
   * @return whether it could be read
   */
  boolean read(byte[] key, Runnable reading) {
    try {
      reading.run();
      return true;
    } catch (FormatException e) {
      unreadable.passedOver(place, key, e);
      return false;
    }
  }

  /**
   * Checks the length of a vector.
   *
   * @param bytes that it has
   * @throws FormatException if it is that of one bad record
   * @throws EddylineException (STOP) if the log has no stamp, so that all may be like this one
   */
  void vector(int bytes) {
    int expectedBytes = expected.getDimension() * Float.BYTES;
    if (bytes == expectedBytes) {
      return;
    }
    if (stamped) {
      throw new FormatException("vector of %d bytes, expected %d".formatted(bytes, expectedBytes));
    }
    throw new EddylineException(
        Action.STOP,
        RowStamps.refusal(
            place,
            "learning.dimension %d, expected %d"
                .formatted(bytes / Float.BYTES, expected.getDimension())));
  }
}
