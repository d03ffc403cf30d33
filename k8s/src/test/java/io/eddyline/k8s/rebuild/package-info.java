/** Tests of rebuilds. */
@NullMarked
package io.eddyline.k8s.rebuild;

import org.jspecify.annotations.NullMarked;
