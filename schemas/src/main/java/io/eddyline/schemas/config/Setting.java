package io.eddyline.schemas.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A component of a configuration record that a user may set.
 *
 * <p>The key is the record's own key, a dot, and the component's name in kebab case. The effective
 * configuration and {@code docs/configuration.md} are made from these annotations.
 */
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface Setting {
  /** One sentence with the unit: what it does and why the default is what it is. */
  String about();

  /** The default, as it would be written in YAML; empty means none. */
  String defaultValue() default "";

  /** Smallest allowed value of a number. */
  double min() default Double.NEGATIVE_INFINITY;

  /** Largest allowed value of a number. */
  double max() default Double.POSITIVE_INFINITY;

  /** Printed as asterisks. */
  boolean secret() default false;
}
