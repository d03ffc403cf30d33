/**
 * What an event may be: how it is read from JSON, what makes it sound, and what its type weighs.
 * Gateway, cleaning and replay share it. Stateless; any thread.
 */
@NullMarked
package io.eddyline.ingest.event;

import org.jspecify.annotations.NullMarked;
