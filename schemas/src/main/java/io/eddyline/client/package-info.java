/**
 * A Java client of both HTTP interfaces, held to the OpenAPI documents by a test. Anyone may call
 * it, from any thread; calls block the caller's.
 */
@NullMarked
package io.eddyline.client;

import org.jspecify.annotations.NullMarked;
