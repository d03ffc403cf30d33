/** Tests of the snapshot writer: files, graph and reference arithmetic against each other. */
@NullMarked
package io.eddyline.learner.snapshot;

import org.jspecify.annotations.NullMarked;
