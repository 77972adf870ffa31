package dev.signalbox.processor.topology;

import dev.signalbox.processor.metrics.ProcessorMetrics;
import dev.signalbox.processor.tick.Agenda;
import java.nio.file.Path;

/// What the topology's nodes share in one process.
///
/// @param partitions how many partitions `commands` has
/// @param deaths of records
/// @param dueDeaths of timers and leases
public record Wiring(
        Decisions decisions,
        int partitions,
        Agenda agenda,
        ProcessorMetrics metrics,
        Deaths deaths,
        Deaths dueDeaths,
        GroupCommit commit) {

    /// @param home where the process alone writes
    public static Wiring of(Decisions decisions, int partitions, Agenda agenda, ProcessorMetrics metrics, Path home) {
        return new Wiring(
                decisions,
                partitions,
                agenda,
                metrics,
                Deaths.keptIn(home.resolve("deaths")),
                Deaths.ofThisProcess(),
                new GroupCommit());
    }
}
