/**
 * Studies: many evaluations, of variants of models over data sets under several seeds, that go on
 * where they were broken off. Called by the command line and by {@code evaluate.report}; one
 * thread, the caller's.
 */
@NullMarked
package io.eddyline.learner.evaluate.study;

import org.jspecify.annotations.NullMarked;
