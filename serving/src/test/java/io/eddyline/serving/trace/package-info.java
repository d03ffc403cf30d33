/** Tests of what leaves the process as traces. */
@NullMarked
package io.eddyline.serving.trace;

import org.jspecify.annotations.NullMarked;
