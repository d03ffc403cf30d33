/** Tests of binding, printing and documenting the configuration. */
@NullMarked
package io.eddyline.k8s.config;

import org.jspecify.annotations.NullMarked;
