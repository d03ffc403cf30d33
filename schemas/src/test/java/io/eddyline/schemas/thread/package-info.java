/** Tests of threads. */
@NullMarked
package io.eddyline.schemas.thread;

import org.jspecify.annotations.NullMarked;
