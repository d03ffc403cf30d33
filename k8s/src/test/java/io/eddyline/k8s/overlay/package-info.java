/** What is laid over a version against the version that the builder makes then; one thread. */
@NullMarked
package io.eddyline.k8s.overlay;

import org.jspecify.annotations.NullMarked;
