/**
 * Quality of the served versions from the events that come back: an event that names an answer
 * counts for the version and the arm that gave it. Runs beside the snapshot builder on a thread of
 * its own.
 */
@NullMarked
package io.eddyline.learner.attribution;

import org.jspecify.annotations.NullMarked;
