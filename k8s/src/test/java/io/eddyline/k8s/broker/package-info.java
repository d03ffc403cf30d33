/** Tests of what only a real broker does: transactions, topic settings. */
@NullMarked
package io.eddyline.k8s.broker;

import org.jspecify.annotations.NullMarked;
