/**
 * What the events that come back say of the versions and arms whose answers they are about: the
 * figures, and their way over the metrics topic. Written by the attribution beside the snapshot
 * builder, read by serving.
 */
@NullMarked
package io.eddyline.schemas.attribution;

import org.jspecify.annotations.NullMarked;
