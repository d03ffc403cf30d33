/**
 * Where interactions stem from: what keeps a reader from taking one of them twice. Called by the
 * user side and by attribution, each with marks of its own.
 */
@NullMarked
package io.eddyline.learner.source;

import org.jspecify.annotations.NullMarked;
