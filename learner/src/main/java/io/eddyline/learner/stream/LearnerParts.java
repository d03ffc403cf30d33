package io.eddyline.learner.stream;

import io.eddyline.learner.coldstart.AttributeIndex;
import io.eddyline.learner.table.ItemReplica;
import io.eddyline.learner.train.LearnerSettings;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

/**
 * What the tasks of one process share.
 *
 * @param nanoClock measures what ranking costs
 * @param miner runs the mining of teleported negatives
 */
record LearnerParts(
    LearnerSettings settings,
    LearnerConfig config,
    int itemPartitions,
    ItemReplica replica,
    AttributeIndex attributes,
    Lead lead,
    LearnerMetrics metrics,
    LongSupplier nanoClock,
    Executor miner) {}
