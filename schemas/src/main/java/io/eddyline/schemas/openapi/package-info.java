/**
 * The OpenAPI documents, which are the truth about both HTTP interfaces: servers route and check by
 * them, clients are held to them. Any thread.
 */
@NullMarked
package io.eddyline.schemas.openapi;

import org.jspecify.annotations.NullMarked;
