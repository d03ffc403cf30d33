package io.eddyline.serving.model;

/** Is told what this pod decided of versions; must not block. */
public interface VerdictSink {
  /** A version failed a check. */
  void refused(String model, long version, RefusalReason reason, String detail);
}
