package io.eddyline.schemas.control;

import io.eddyline.schemas.record.Control;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keys of the control topic, in UTF-8: what the deployment as a whole is ordered stands under a
 * plain word, what concerns one model under a word, a colon and the model's name.
 *
 * <pre>
 *   active-model          ActiveModel
 *   rebuild:NAME          Rebuild
 *   active-version:NAME   ActiveVersion
 *   pin:NAME              PinnedVersion
 *   canary:NAME           Canary
 *   shadow:NAME           Shadow
 *   retention:NAME        Retention
 * </pre>
 *
 * <p>Names of models hold no colon.
 */
public final class ControlKeys {
  /** The model that is served. */
  public static final String ACTIVE_MODEL = "active-model";

  private ControlKeys() {}

  /** The rebuild of a model. */
  public static String rebuild(String model) {
    return "rebuild:" + model;
  }

  /** The version of a model that answers until a newer one comes. */
  public static String activeVersion(String model) {
    return "active-version:" + model;
  }

  /** The version of a model that answers until it is unpinned. */
  public static String pin(String model) {
    return "pin:" + model;
  }

  /** The candidate that answers a share of a model's users. */
  public static String canary(String model) {
    return "canary:" + model;
  }

  /** The version of a model that is compared and not shown. */
  public static String shadow(String model) {
    return "shadow:" + model;
  }

  /** How many versions of a model are kept. */
  public static String retention(String model) {
    return "retention:" + model;
  }

  /** Every key that concerns one model. */
  public static List<String> ofModel(String model) {
    return List.of(
        rebuild(model),
        activeVersion(model),
        pin(model),
        canary(model),
        shadow(model),
        retention(model));
  }

  /** The key of an order; null for a kind that came later. */
  public static @Nullable String of(Control order) {
    return switch (order.getContentCase()) {
      case ACTIVE_MODEL -> ACTIVE_MODEL;
      case REBUILD -> rebuild(order.getRebuild().getModel());
      case ACTIVE_VERSION -> activeVersion(order.getActiveVersion().getModel());
      case PINNED_VERSION -> pin(order.getPinnedVersion().getModel());
      case CANARY -> canary(order.getCanary().getModel());
      case SHADOW -> shadow(order.getShadow().getModel());
      case RETENTION -> retention(order.getRetention().getModel());
      case CONTENT_NOT_SET -> null;
    };
  }

  static byte[] bytes(String key) {
    return key.getBytes(StandardCharsets.UTF_8);
  }
}
