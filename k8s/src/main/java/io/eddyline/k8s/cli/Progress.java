package io.eddyline.k8s.cli;

import java.time.Duration;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** The progress line of long commands: done, rate and time left, on standard error. */
public final class Progress {
  private static final int UPDATE_MS = 250;
  private static final int WIDTH = 140;

  private Progress() {}

  /** A line that counts to {@code total}. */
  public static ProgressBar bar(String task, long total, String unit) {
    return new ProgressBarBuilder()
        .setTaskName(task)
        .setInitialMax(total)
        .setUnit(" " + unit, 1)
        .setStyle(ProgressBarStyle.ASCII)
        .setUpdateIntervalMillis(UPDATE_MS)
        .setMaxRenderedLength(WIDTH)
        .showSpeed()
        .startsFrom(0, Duration.ZERO)
        .build();
  }
}
