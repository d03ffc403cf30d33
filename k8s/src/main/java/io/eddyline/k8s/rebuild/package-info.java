/**
 * A model retrained from the log under a name of its own, beside the one that is served, and
 * swapped in when it has caught up. Started by {@code eddyline learner --rebuild-from}; the watch
 * has a thread of its own.
 */
@NullMarked
package io.eddyline.k8s.rebuild;

import org.jspecify.annotations.NullMarked;
