/**
 * How things go wrong: one unchecked root that says what to do, and the codes of refused records.
 */
@NullMarked
package io.eddyline.schemas.error;

import org.jspecify.annotations.NullMarked;
