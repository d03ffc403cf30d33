/** Tests on the golden snapshots. */
@NullMarked
package io.eddyline.serving;

import org.jspecify.annotations.NullMarked;
