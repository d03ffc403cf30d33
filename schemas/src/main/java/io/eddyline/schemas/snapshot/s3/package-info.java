/**
 * Objects of an S3-compatible service, by the AWS SDK: the only package that knows the SDK. Made by
 * the composition roots for {@link io.eddyline.schemas.snapshot.ObjectSnapshotStore}; any thread.
 */
@NullMarked
package io.eddyline.schemas.snapshot.s3;

import org.jspecify.annotations.NullMarked;
