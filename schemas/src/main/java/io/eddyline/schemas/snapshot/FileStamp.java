package io.eddyline.schemas.snapshot;

/**
 * What tells, without reading it, that a file is not the one of before.
 *
 * @param revision time of change in a folder, the store's tag of the content elsewhere
 */
public record FileStamp(long sizeBytes, String revision) {}
