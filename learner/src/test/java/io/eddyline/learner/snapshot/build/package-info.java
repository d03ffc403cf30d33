/** Tests of the snapshot builder over a log in memory and a store on disk. */
@NullMarked
package io.eddyline.learner.snapshot.build;

import org.jspecify.annotations.NullMarked;
