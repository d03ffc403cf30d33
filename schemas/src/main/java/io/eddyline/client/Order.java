package io.eddyline.client;

import org.jspecify.annotations.Nullable;

/**
 * An order of an operator as Kafka has it.
 *
 * @param obeyed whether the answering process has carried it out: the version plays the part that
 *     it was ordered for
 */
public record Order(String model, String order, @Nullable String version, boolean obeyed) {
  /** Has a version answer a share of the users. */
  public record Canary(String version, double share, @Nullable String salt) {}

  /** Has a version compared on a sample of the requests. */
  public record Shadow(String version, double sample) {}

  /** How many versions the store keeps. */
  public record Retention(int keep) {}

  /**
   * How an order is given.
   *
   * @param force sets the advice of a version's gate aside
   * @param reason for people
   * @param waitMs how long the answer may wait until the process has obeyed
   */
  public record Manner(@Nullable Boolean force, @Nullable String reason, @Nullable Integer waitMs) {
    public static final Manner DEFAULT = new Manner(null, null, null);
  }
}
