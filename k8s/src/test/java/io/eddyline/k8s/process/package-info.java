/** Tests of what the tiers of a process share. */
@NullMarked
package io.eddyline.k8s.process;

import org.jspecify.annotations.NullMarked;
