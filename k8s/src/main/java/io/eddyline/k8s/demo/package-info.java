/**
 * The demonstration behind {@code ./mvnw -Pdemo}: real data through every tier, told as it goes.
 */
@NullMarked
package io.eddyline.k8s.demo;

import org.jspecify.annotations.NullMarked;
