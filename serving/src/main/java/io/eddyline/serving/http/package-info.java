/**
 * The HTTP API: one resource a class, each parse, call, encode. Handlers run on event loops and
 * never block; what computes or reads files runs on worker threads.
 */
@NullMarked
package io.eddyline.serving.http;

import org.jspecify.annotations.NullMarked;
