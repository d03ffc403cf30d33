/** Every tier together: real broker, real data, real HTTP. */
@NullMarked
package io.eddyline.k8s.standalone;

import org.jspecify.annotations.NullMarked;
