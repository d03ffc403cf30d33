/** The measures of health against naive references and known distributions. */
@NullMarked
package io.eddyline.learner.health;

import org.jspecify.annotations.NullMarked;
