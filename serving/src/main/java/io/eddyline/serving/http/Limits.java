package io.eddyline.serving.http;

/** Bounds of a request that are part of the contract; the largest limit is configuration. */
final class Limits {
  /** Items answered when the client names no limit. */
  static final int DEFAULT_LIMIT = 10;

  /** Items that may be skipped; whoever wants more wants an export. */
  static final int MAX_OFFSET = 10_000;

  /** Items in a session and in an exclusion list. */
  static final int MAX_IDS = 1_000;

  /** Largest weight of a session item. */
  static final double MAX_WEIGHT = 100;

  /** Boosts of a request. */
  static final int MAX_BOOSTS = 100;

  /** Greatest weight of a boost, in units of the score; the least is as far below 0. */
  static final double MAX_BOOST = 1_000;

  private Limits() {}
}
