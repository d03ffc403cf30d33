/** Tests of the Java client. */
@NullMarked
package io.eddyline.client;

import org.jspecify.annotations.NullMarked;
