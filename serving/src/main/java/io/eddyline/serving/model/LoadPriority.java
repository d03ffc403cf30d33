package io.eddyline.serving.model;

/** What the operating system gives the loading thread while requests want the processor. */
public enum LoadPriority {
  /** Only what no other thread wants: Linux's SCHED_IDLE. */
  IDLE,
  /** Little: the lowest niceness, 19. */
  LOW,
  /** As much as any other thread. */
  NORMAL
}
