/** The one place that names, creates and checks topics. */
@NullMarked
package io.eddyline.schemas.topic;

import org.jspecify.annotations.NullMarked;
