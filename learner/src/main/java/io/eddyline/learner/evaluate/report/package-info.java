/**
 * What studies found, for readers: Markdown, JSON and plots as SVG. Called by the command line; one
 * thread, the caller's. Draws without a display.
 */
@NullMarked
package io.eddyline.learner.evaluate.report;

import org.jspecify.annotations.NullMarked;
