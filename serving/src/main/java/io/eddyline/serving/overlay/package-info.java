/**
 * The newest rows of users and items, laid over every loaded version. One thread writes, that of
 * the feed that brings the rows; the threads that answer read without locks.
 */
@NullMarked
package io.eddyline.serving.overlay;

import org.jspecify.annotations.NullMarked;
