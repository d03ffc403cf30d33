/** Tests on the golden snapshots. */
@NullMarked
package io.eddyline.serving.model;

import org.jspecify.annotations.NullMarked;
