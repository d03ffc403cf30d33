/** Tests on the golden snapshots. */
@NullMarked
package io.eddyline.serving.retrieve;

import org.jspecify.annotations.NullMarked;
