@NullMarked
package io.eddyline.serving.overlay.feed;

import org.jspecify.annotations.NullMarked;
