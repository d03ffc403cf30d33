package io.eddyline.serving.retrieve;

import io.eddyline.serving.model.LoadedModel;
import io.eddyline.serving.model.QueryBias;
import io.eddyline.serving.overlay.CurrentItem;
import io.eddyline.serving.overlay.Terms;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Some items and no others, with boosts, over the priors.
 *
 * <p>Threading: immutable.
 *
 * @param rows numbers of the items
 */
record CandidateTerms(Set<Integer> rows, Boosts boosts) implements Terms {
  static CandidateTerms of(Collection<CurrentItem> items, Boosts boosts) {
    return new CandidateTerms(
        items.stream().map(CurrentItem::row).collect(Collectors.toSet()), boosts);
  }

  @Override
  public QueryBias graphBias(LoadedModel model) {
    QueryBias bias = model.bias(null);
    int ownCount = model.items().count();
    bias.showOnly(
        rows.stream().mapToInt(Integer::intValue).filter(row -> row < ownCount).toArray());
    boosts.addTo(bias);
    return bias;
  }

  @Override
  public boolean accept(CurrentItem item) {
    return rows.contains(item.row());
  }

  @Override
  public boolean hasPriors() {
    return true;
  }

  @Override
  public boolean hasBoosts() {
    return !boosts.isEmpty();
  }

  @Override
  public double boost(CurrentItem item) {
    return boosts.of(item);
  }
}
