/**
 * Compares ways to find the best items of large catalogues, on the same vectors in the same run:
 * the exact graph, the clustered one, JVector and Lucene. Run by hand through the runner; one
 * thread.
 */
@NullMarked
package io.eddyline.k8s.bench.catalogue;

import org.jspecify.annotations.NullMarked;
