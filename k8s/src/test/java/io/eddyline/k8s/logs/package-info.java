/** The configuration of logs that every process starts with. One thread. */
@NullMarked
package io.eddyline.k8s.logs;

import org.jspecify.annotations.NullMarked;
