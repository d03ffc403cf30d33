@NullMarked
package io.eddyline.learner.image;

import org.jspecify.annotations.NullMarked;
