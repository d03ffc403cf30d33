package io.eddyline.schemas.snapshot;

import java.nio.charset.StandardCharsets;

/**
 * Key of a record of the verdicts' topic: {@code model/version/instance}.
 *
 * @param instance the process that judged
 */
public record VerdictKey(String model, long version, String instance) {
  public byte[] bytes() {
    return "%s/%d/%s".formatted(model, version, instance).getBytes(StandardCharsets.UTF_8);
  }
}
