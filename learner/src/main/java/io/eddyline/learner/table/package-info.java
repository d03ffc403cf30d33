/**
 * The rows of the learner in flat arrays: users and items of one partition, and the process's
 * replica of all items. Used by the training sides and by the state that logs and restores them. A
 * user or item table belongs to the thread of its partition; the {@link
 * io.eddyline.learner.table.ItemReplica} is shared.
 */
@NullMarked
package io.eddyline.learner.table;

import org.jspecify.annotations.NullMarked;
