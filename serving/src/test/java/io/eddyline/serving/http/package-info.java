/** Tests on the golden snapshots. */
@NullMarked
package io.eddyline.serving.http;

import org.jspecify.annotations.NullMarked;
