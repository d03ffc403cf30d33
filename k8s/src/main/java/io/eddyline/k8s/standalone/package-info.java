/** Everything in one process, with a broker of its own unless one is named. */
@NullMarked
package io.eddyline.k8s.standalone;

import org.jspecify.annotations.NullMarked;
