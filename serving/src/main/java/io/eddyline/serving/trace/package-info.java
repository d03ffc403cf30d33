/**
 * Traces of requests by OpenTelemetry: set-up and export. The composition root starts it; HTTP
 * handlers make spans with its tracer; threads of the SDK export them.
 */
@NullMarked
package io.eddyline.serving.trace;

import org.jspecify.annotations.NullMarked;
