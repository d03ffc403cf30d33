/** The command {@code eddyline}: one class a subcommand, each of them thin. */
@NullMarked
package io.eddyline.k8s.cli;

import org.jspecify.annotations.NullMarked;
