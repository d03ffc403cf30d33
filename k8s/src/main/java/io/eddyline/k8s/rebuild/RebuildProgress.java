package io.eddyline.k8s.rebuild;

import java.util.Locale;
import java.util.Map;

/**
 * The progress of a rebuild in words.
 *
 * <p>Threading: one thread.
 */
final class RebuildProgress {
  private final Map<Integer, Long> starts;
  private long lastDone = -1;
  private long lastMs;

  RebuildProgress(Map<Integer, Long> starts) {
    this.starts = starts;
  }

  /**
   * For instance {@code 4000 of 10000 interactions (40 %), 500/s, 12 s left}; rate and time left
   * from the second call on.
   *
   * @param read next offset by partition
   * @param ends where the input ended when the rebuild was taken up
   */
  String line(Map<Integer, Long> read, Map<Integer, Long> ends, long nowMs) {
    long total = 0;
    long done = 0;
    for (Map.Entry<Integer, Long> end : ends.entrySet()) {
      long start = starts.getOrDefault(end.getKey(), 0L);
      long at = read.getOrDefault(end.getKey(), start);
      total += Math.max(0, end.getValue() - start);
      done += Math.clamp(at - start, 0, Math.max(0, end.getValue() - start));
    }
    StringBuilder line =
        new StringBuilder(
            "%d of %d interactions (%d %%)"
                .formatted(done, total, total == 0 ? 100 : 100 * done / total));
    if (lastDone >= 0 && nowMs > lastMs) {
      double rate = 1000.0 * (done - lastDone) / (nowMs - lastMs);
      line.append(String.format(Locale.ROOT, ", %.0f/s", rate));
      if (rate > 0) {
        line.append(String.format(Locale.ROOT, ", %.0f s left", (total - done) / rate));
      }
    }
    lastDone = done;
    lastMs = nowMs;
    return line.toString();
  }
}
