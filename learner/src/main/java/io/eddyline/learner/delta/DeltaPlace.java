package io.eddyline.learner.delta;

import io.eddyline.schemas.aeron.AeronLink;
import io.eddyline.schemas.topic.TopicCatalogue;
import java.util.Map;

/**
 * Where a learner's deltas are sent and announced.
 *
 * @param link open longer than the publisher
 * @param kafka client settings: servers, security
 * @param instance name of the process; empty if it has none
 */
public record DeltaPlace(
    AeronLink link, TopicCatalogue topics, Map<String, Object> kafka, String instance) {}
