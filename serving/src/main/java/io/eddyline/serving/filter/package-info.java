/**
 * The language of filters over item attributes: parsed on event loops, evaluated to sets of rows by
 * the threads that answer, and kept with the version. See docs/recommendations.md.
 */
@NullMarked
package io.eddyline.serving.filter;

import org.jspecify.annotations.NullMarked;
