package io.eddyline.serving.model;

import java.util.Locale;

/** Why a version is not served. The code is a promise: it is answered and counted. */
public enum RefusalReason {
  /** The announcement is not readable. */
  ANNOUNCEMENT,
  /** The version or its manifest is missing, unreadable, altered or of another format version. */
  MANIFEST,
  /** A file is missing, of another size or altered. */
  DIGEST,
  /** The files are as they were written, but do not fit together. */
  CONTENT,
  /** ONNX Runtime does not load the graph. */
  GRAPH,
  /** A probe's answer differs from the one that the learner expects. */
  PROBE;

  /** The stable code, for instance {@code digest}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
