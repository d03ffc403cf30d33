package io.eddyline.learner.train;

import io.eddyline.learner.table.NeighbourLists;
import io.eddyline.schemas.config.Allowed;
import io.eddyline.schemas.config.Setting;

/**
 * The neighbours of an item: what users visited before it, counted and forgotten as in {@link
 * NeighbourLists}.
 */
public record NeighbourSettings(
    @Setting(
            about = "Neighbours that an item's row keeps, and that a snapshot serves. 0: none.",
            defaultValue = "64",
            min = 0,
            max = 64)
        int length,
    @Setting(
            about = "Latest history items that become neighbours of an event's item.",
            defaultValue = "10",
            min = 1,
            max = 256)
        int reach,
    @Setting(
            about = "What an item's counts keep of themselves at each live event of it.",
            defaultValue = "0.99",
            min = 0,
            max = 1)
        double decay) {

  public NeighbourSettings {
    Allowed.check(NeighbourSettings.class, "learning.neighbours", length, reach, decay);
  }

  /** Empty lists for the items of one partition. */
  public NeighbourLists lists() {
    return new NeighbourLists(length, decay);
  }
}
