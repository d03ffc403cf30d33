/** Tests of the stream: topology, recovery and parity, without a broker. */
@NullMarked
package io.eddyline.learner.stream;

import org.jspecify.annotations.NullMarked;
