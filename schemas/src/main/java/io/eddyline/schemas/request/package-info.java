/** What requests have in common whichever tier answers them. Pure; any thread. */
@NullMarked
package io.eddyline.schemas.request;

import org.jspecify.annotations.NullMarked;
