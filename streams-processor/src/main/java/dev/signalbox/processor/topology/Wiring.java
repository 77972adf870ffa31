package dev.signalbox.processor.topology;

import dev.signalbox.processor.metrics.ProcessorMetrics;
import dev.signalbox.processor.tick.Agenda;

/// What the topology's nodes share in one process.
///
/// @param partitions how many partitions `commands` has
public record Wiring(
        Decisions decisions,
        int partitions,
        Agenda agenda,
        ProcessorMetrics metrics,
        Deaths deaths,
        GroupCommit commit) {

    public Wiring(Decisions decisions, int partitions, Agenda agenda, ProcessorMetrics metrics) {
        this(decisions, partitions, agenda, metrics, new Deaths(), new GroupCommit());
    }
}
