/** Tests of reports. */
@NullMarked
package io.eddyline.learner.evaluate.report;

import org.jspecify.annotations.NullMarked;
