package io.eddyline.k8s.cli;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.eddyline.ingest.replay.CatalogueTitle;
import io.eddyline.ingest.replay.TitleAttributes;
import io.eddyline.learner.coldstart.AttributeValues;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Titles as the learner sees them when a replay sends them as catalogue entries. Stateless. */
final class ItemAttributes {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TypeReference<Map<String, Object>> ATTRIBUTES = new TypeReference<>() {};

  private ItemAttributes() {}

  /** Values by item; an item without any is missing. */
  static Map<String, Set<String>> of(List<CatalogueTitle> titles) {
    Map<String, Set<String>> attributes = new HashMap<>();
    for (CatalogueTitle title : titles) {
      Map<String, Object> entry = JSON.convertValue(TitleAttributes.json(title), ATTRIBUTES);
      Set<String> values = AttributeValues.of(entry);
      if (!values.isEmpty()) {
        attributes.put(title.itemId(), values);
      }
    }
    return attributes;
  }
}
