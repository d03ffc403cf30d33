/**
 * Follows the catalogue's topic and lays its news over the loaded versions. The composition root
 * makes the follower; the model agent hands it each version; a thread of its own reads and writes.
 */
@NullMarked
package io.eddyline.serving.catalogue;

import org.jspecify.annotations.NullMarked;
