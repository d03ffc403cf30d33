/** Tests of what requests have in common. */
@NullMarked
package io.eddyline.schemas.request;

import org.jspecify.annotations.NullMarked;
