package io.eddyline.learner.snapshot;

import io.eddyline.schemas.snapshot.StoredSnapshot;

/**
 * A version that readers can see, and what its announcement needs.
 *
 * @param snapshot the version in its store
 * @param manifestSha256 SHA-256 of manifest.json, lower-case hex
 */
public record PublishedSnapshot(StoredSnapshot snapshot, String manifestSha256) {}
