/** Tests of how the catalogue is followed. */
@NullMarked
package io.eddyline.serving.catalogue;

import org.jspecify.annotations.NullMarked;
