package io.eddyline.client;

import org.jspecify.annotations.Nullable;

/**
 * What a health check answers.
 *
 * @param modelVersion that is served; null elsewhere
 */
public record Status(String status, @Nullable String modelVersion) {}
