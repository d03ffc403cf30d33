/** Tests of the command line, run within the test's process. */
@NullMarked
package io.eddyline.k8s.cli;

import org.jspecify.annotations.NullMarked;
