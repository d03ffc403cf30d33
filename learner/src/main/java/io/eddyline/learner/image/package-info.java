/**
 * Files of columns: values of one kind after the other, under a header that says what they are the
 * state of, and a checksum over all.
 *
 * <p>May be used by anybody in the learner; knows nobody. A file belongs to the thread that writes
 * or reads it.
 */
@NullMarked
package io.eddyline.learner.image;

import org.jspecify.annotations.NullMarked;
