package io.eddyline.learner.stream;

import java.util.Arrays;
import java.util.List;

/**
 * A set of ordinals as gaps: in ascending order, each less the one before it. What users have seen
 * lies close together, so that most gaps take one byte where the ordinals took two or three.
 *
 * <pre>
 *   {7, 300, 5, 301}  ──▶  5 2 293 1
 * </pre>
 */
final class OrdinalGaps {
  private OrdinalGaps() {}

  /** Turns distinct ordinals [0, count) into their gaps, in place. */
  static void encode(int[] ordinals, int count) {
    Arrays.sort(ordinals, 0, count);
    for (int k = count - 1; k > 0; k--) {
      ordinals[k] -= ordinals[k - 1];
    }
  }

  /**
   * The ordinals of a record, which has them as gaps, or one by one if it is of old.
   *
   * @return as many as the longer list has
   */
  static int[] decode(List<Integer> gaps, List<Integer> ordinals) {
    if (gaps.isEmpty()) {
      return ordinals.stream().mapToInt(Integer::intValue).toArray();
    }
    int[] decoded = new int[gaps.size()];
    int last = 0;
    for (int k = 0; k < decoded.length; k++) {
      last += gaps.get(k);
      decoded[k] = last;
    }
    return decoded;
  }
}
