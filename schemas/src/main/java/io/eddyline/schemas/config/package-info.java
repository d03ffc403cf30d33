/**
 * How a configuration record describes its settings, so that they can be bound, checked and
 * documented.
 */
@NullMarked
package io.eddyline.schemas.config;

import org.jspecify.annotations.NullMarked;
