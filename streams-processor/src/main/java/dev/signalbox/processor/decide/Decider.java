package dev.signalbox.processor.decide;

import dev.signalbox.processor.row.Row;
import dev.signalbox.processor.row.Tables;
import dev.signalbox.schemas.command.Command;
import dev.signalbox.schemas.command.CommandRecord;
import dev.signalbox.schemas.report.ReportBatch;
import dev.signalbox.schemas.state.Cause;
import java.util.List;

/// All decisions. Pure: no Kafka, no clock, no randomness; `cause.at()` is the only time.
/// A refusal is a decision too. Any exception is a bug of ours.
public final class Decider {
    private Decider() {}

    /// Decides a command of a client. Never called for a [Command.Tick] or a [Command.Lookup].
    public static Decision command(Tables tables, CommandRecord command, Cause cause) {
        throw new IllegalStateException("being written");
    }

    /// Decides a batch whose signature was verified.
    public static Decision reports(Tables tables, ReportBatch batch, Cause cause) {
        throw new IllegalStateException("being written");
    }

    /// Moves the partition's clocks to a record's append time.
    public static Row.Clock tick(Row.Clock clock, Command.Tick tick, long appendedAt) {
        throw new IllegalStateException("being written");
    }

    /// The timers and leases that are due by the clock, earliest first. Leases come as [Due.LeaseOver].
    public static List<Due> due(Tables tables, Row.Clock clock) {
        throw new IllegalStateException("being written");
    }

    /// Decides one of them; the tables are those after the decision of the one before.
    public static Decision due(Tables tables, Due due, Row.Clock clock, Cause cause) {
        throw new IllegalStateException("being written");
    }
}
