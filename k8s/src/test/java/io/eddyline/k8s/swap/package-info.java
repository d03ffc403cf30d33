/** Versions made of random rows, and HTTP load while they are swapped; each class one thread. */
@NullMarked
package io.eddyline.k8s.swap;

import org.jspecify.annotations.NullMarked;
