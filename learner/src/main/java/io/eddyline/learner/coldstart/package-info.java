/**
 * First vectors for items that nobody has trained yet, from the items that share their attributes.
 * Called by the item side of the stream and by the local learner; the index is shared by the
 * threads of a process, everything else belongs to the thread of its partition.
 */
@NullMarked
package io.eddyline.learner.coldstart;

import org.jspecify.annotations.NullMarked;
