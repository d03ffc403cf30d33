package io.eddyline.schemas.control;

import java.nio.charset.StandardCharsets;

/**
 * Keys of the control topic, in UTF-8: what the deployment as a whole is ordered stands under a
 * plain word, what concerns one model under a word, a colon and the model's name.
 *
 * <pre>
 *   active-model        ActiveModel
 *   rebuild:NAME        Rebuild
 * </pre>
 *
 * <p>Names of models hold no colon.
 */
public final class ControlKeys {
  /** The model that is served. */
  public static final String ACTIVE_MODEL = "active-model";

  private static final String REBUILD = "rebuild:";

  private ControlKeys() {}

  /** The rebuild of a model. */
  public static String rebuild(String model) {
    return REBUILD + model;
  }

  static byte[] bytes(String key) {
    return key.getBytes(StandardCharsets.UTF_8);
  }
}
