/** A real Kafka broker inside the process, for standalone, the demo and the tests. */
@NullMarked
package io.eddyline.k8s.broker;

import org.jspecify.annotations.NullMarked;
