package io.eddyline.ingest.replay;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What a title file says of an item beside its title, as catalogue attributes. Stateless. */
public final class TitleAttributes {
  private TitleAttributes() {}

  /** {@code {"genre":[…],"year":…}}, each only if the file has it. */
  public static ObjectNode json(CatalogueTitle title) {
    ObjectNode attributes = JsonNodeFactory.instance.objectNode();
    if (!title.genres().isEmpty()) {
      title.genres().forEach(attributes.putArray("genre")::add);
    }
    Integer year = title.year();
    return year == null ? attributes : attributes.put("year", year);
  }
}
