package io.eddyline.learner.train;

import io.eddyline.schemas.config.Allowed;
import io.eddyline.schemas.config.Setting;

/**
 * How the learning rates of a row change with the row's age.
 *
 * <pre>
 *   rate(n) = rate (1 + (early - 1) 2^(-n / halfLife))
 *
 *   n of a user's row     its live events before the latest
 *   n of an item's row    its trained pairs, replays among them; for its context residual too
 * </pre>
 *
 * <p>Both counts are in the rows, are logged with them and do not depend on the number of
 * partitions. The schedule comes on top of that of {@link Adagrad}, whose steps shrink with the
 * gradients that a row has had.
 */
public record RateSettings(
    @Setting(
            about =
                "Learning rates of a new row, users', items' and context residuals' alike, in"
                    + " multiples of what they are later. 1: always the same.",
            defaultValue = "1",
            min = 0,
            max = 100)
        double early,
    @Setting(
            about =
                "Live events of a user, trained pairs of an item, after which half of that"
                    + " difference is left.",
            defaultValue = "10",
            min = 0.01,
            max = 1e9)
        double halfLife) {

  public RateSettings {
    Allowed.check(RateSettings.class, "learning.rates", early, halfLife);
  }

  /**
   * What a row's learning rate is multiplied by.
   *
   * @param age n, from 0
   */
  double factor(long age) {
    return early == 1 ? 1 : 1 + (early - 1) * Math.pow(2, -age / halfLife);
  }
}
