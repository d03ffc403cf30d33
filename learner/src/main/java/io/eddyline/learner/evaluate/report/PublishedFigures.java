package io.eddyline.learner.evaluate.report;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What tables of the literature say of data with held-out items: HR@10 and NDCG@10 with each user's
 * last item held out and all items ranked (beauty), Recall@20 and NDCG@20 of the split of LightGCN
 * (gowalla).
 */
final class PublishedFigures {

  /**
   * A row of such a table.
   *
   * @param source where the model is published
   * @param hit HR@10 or Recall@20
   * @param ndcg at the same length; null if it is not given
   */
  record Published(String model, String source, double hit, @Nullable Double ndcg) {}

  private static final Map<String, List<Published>> BY_DATA =
      Map.of(
          "beauty",
          List.of(
              new Published("popularity", "by number of events", .0115, null),
              new Published("GRU4Rec", "Hidasi et al. 2016", .0283, .0137),
              new Published("SASRec", "Kang, McAuley 2018", .0605, .0318),
              new Published("S3-Rec", "Zhou et al. 2020", .0647, .0327)),
          "gowalla",
          List.of(
              new Published("popularity", "by number of events", .0416, .0317),
              new Published("MF-BPR", "Rendle et al. 2009", .1491, .1235),
              new Published("LightGCN", "He et al. 2020", .1830, .1554),
              new Published("UltraGCN", "Mao et al. 2021, \"UltraGCN\"", .1862, .1580),
              new Published("SimpleX", "Mao et al. 2021, \"SimpleX\"", .1872, .1557)));

  private PublishedFigures() {}

  /** The rows of a data set; empty if none is comparable. */
  static List<Published> of(String data) {
    return BY_DATA.getOrDefault(data, List.of());
  }
}
