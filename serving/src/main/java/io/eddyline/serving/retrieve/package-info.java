/**
 * From a request to items: query, exclusions, paging, fallbacks. Pure functions of a leased model,
 * run on the retrieval workers' threads, never on an event loop.
 */
@NullMarked
package io.eddyline.serving.retrieve;

import org.jspecify.annotations.NullMarked;
