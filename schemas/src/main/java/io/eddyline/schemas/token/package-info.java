/** The tokens that a client carries from ingest to serving, to read its own writes. Any thread. */
@NullMarked
package io.eddyline.schemas.token;

import org.jspecify.annotations.NullMarked;
