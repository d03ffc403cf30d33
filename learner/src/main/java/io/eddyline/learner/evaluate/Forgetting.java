package io.eddyline.learner.evaluate;

/**
 * What is left at the end of the stream of what its first tenth taught. Each ranked event there
 * whose user had a history is asked for twice more: right after it was learnt, and at the end. Both
 * times it meets the history and the items of the user as they were before the event, and the
 * vectors and the popularity prior as they are when it is asked.
 *
 * @param asked events
 * @param learnt quality right after each event
 * @param end quality at the end, among all items
 * @param endSameItems quality at the end, among the items that were known at the event
 * @param lost share of the events on the list right after they were learnt that are no longer on it
 *     at the end, among the items that were known at the event
 */
public record Forgetting(
    long asked, Quality learnt, Quality end, Quality endSameItems, double lost) {}
