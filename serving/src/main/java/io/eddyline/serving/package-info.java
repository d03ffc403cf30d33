/**
 * The serving tier: answers recommendations over HTTP from the newest sound snapshot. The process
 * that runs it starts and closes {@link io.eddyline.serving.Serving}.
 */
@NullMarked
package io.eddyline.serving;

import org.jspecify.annotations.NullMarked;
