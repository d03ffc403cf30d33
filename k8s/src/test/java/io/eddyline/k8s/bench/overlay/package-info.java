/**
 * Compares two ways to let newer rows take part in a list: merged behind the graph, as serving does
 * it, and as an input block of the graph. Run by hand through the runner; one thread.
 */
@NullMarked
package io.eddyline.k8s.bench.overlay;

import org.jspecify.annotations.NullMarked;
