package io.eddyline.serving.model;

import java.util.Locale;

/** Why a version is not served. The code is a promise: it is answered and counted. */
public enum RefusalReason {
  /** The announcement is not readable. */
  ANNOUNCEMENT,
  /** The version or its manifest is missing, unreadable, altered or of another format version. */
  MANIFEST,
  /** None of the trusted keys has signed the manifest. */
  SIGNATURE,
  /** It is larger than the settings allow. */
  SIZE,
  /** A file is missing, of another size or altered. */
  DIGEST,
  /** The files are as they were written, but do not fit together. */
  CONTENT,
  /** ONNX Runtime does not load the graph, or not with the inputs and outputs that it must have. */
  GRAPH,
  /** A probe's answer differs from the one that the learner expects. */
  PROBE;

  /** The stable code, for instance {@code digest}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
