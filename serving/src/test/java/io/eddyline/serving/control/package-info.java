/** Tests of orders and verdicts. */
@NullMarked
package io.eddyline.serving.control;

import org.jspecify.annotations.NullMarked;
