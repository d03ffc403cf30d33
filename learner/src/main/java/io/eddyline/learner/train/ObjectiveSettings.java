package io.eddyline.learner.train;

import io.eddyline.schemas.config.Allowed;
import io.eddyline.schemas.config.Setting;

/** Which loss each side is trained with, and what the losses have of their own. */
public record ObjectiveSettings(
    @Setting(about = "Loss of user vectors and context residuals.", defaultValue = "info-nce")
        Loss userLoss,
    @Setting(about = "Loss of item vectors.", defaultValue = "info-nce") Loss itemLoss,
    @Setting(
            about =
                "Loss hardness-weighted: a negative counts in proportion to exp(this times its"
                    + " logit); 0 is InfoNCE.",
            defaultValue = "0.25",
            min = 0,
            max = 10)
        double hardness,
    @Setting(
            about = "Loss debiased: share of the negatives that are expected to be positives.",
            defaultValue = "0.005",
            min = 0,
            max = 0.9)
        double falseNegativeShare,
    @Setting(
            about =
                "Loss individual-temperature: how far from uniform a row's softmax may be, in"
                    + " nats; its temperature follows.",
            defaultValue = "0.25",
            min = 0.001,
            max = 10)
        double divergence,
    @Setting(
            about =
                "Loss individual-temperature: greatest ratio of a row's temperature to the side's,"
                    + " either way.",
            defaultValue = "2",
            min = 1,
            max = 100)
        double temperatureRange,
    @Setting(
            about = "Loss cosine: cosine above which a negative is pushed away.",
            defaultValue = "0.1",
            min = -1,
            max = 1)
        double cosineMargin,
    @Setting(
            about = "Loss cosine: weight of the negatives together; the positive's is 1.",
            defaultValue = "4",
            min = 0.001,
            max = 10_000)
        double cosineNegativesWeight) {

  public ObjectiveSettings {
    Allowed.check(
        ObjectiveSettings.class,
        "learning.objective",
        userLoss,
        itemLoss,
        hardness,
        falseNegativeShare,
        divergence,
        temperatureRange,
        cosineMargin,
        cosineNegativesWeight);
  }
}
