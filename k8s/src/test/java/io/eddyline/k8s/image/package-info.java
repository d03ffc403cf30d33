/**
 * The container image: a root file system of Debian packages, a linked Java runtime and the jars of
 * the command, put together by Jib. {@link io.eddyline.k8s.image.ImageMain} is run by the profile
 * {@code images}; the tests run the tar in its own root. Each build on one thread.
 */
@NullMarked
package io.eddyline.k8s.image;

import org.jspecify.annotations.NullMarked;
