/** Keys and values of the topics as bytes. Stateless; any thread. */
@NullMarked
package io.eddyline.schemas.serde;

import org.jspecify.annotations.NullMarked;
