@NullMarked
package io.eddyline.serving.overlay;

import org.jspecify.annotations.NullMarked;
