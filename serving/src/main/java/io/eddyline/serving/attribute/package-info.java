/**
 * The attributes of a version's items, indexed by value. Built by the thread that loads a version,
 * read by any; no other package of serving is used.
 */
@NullMarked
package io.eddyline.serving.attribute;

import org.jspecify.annotations.NullMarked;
