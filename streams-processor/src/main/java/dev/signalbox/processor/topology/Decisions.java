package dev.signalbox.processor.topology;

import dev.signalbox.processor.decide.Decider;
import dev.signalbox.processor.decide.Decision;
import dev.signalbox.processor.decide.Due;
import dev.signalbox.processor.row.Row;
import dev.signalbox.processor.row.Tables;
import dev.signalbox.schemas.command.Command;
import dev.signalbox.schemas.command.CommandRecord;
import dev.signalbox.schemas.report.ReportBatch;
import dev.signalbox.schemas.state.Cause;
import java.util.List;

/// The decider as the topology sees it; each method has the contract of its namesake in [Decider].
public interface Decisions {
    /// The one that decides.
    Decisions DECIDER = new Decisions() {
        @Override
        public Decision command(Tables tables, CommandRecord command, Cause cause) {
            return Decider.command(tables, command, cause);
        }

        @Override
        public Decision reports(Tables tables, ReportBatch batch, Cause cause) {
            return Decider.reports(tables, batch, cause);
        }

        @Override
        public Decision more(Tables tables, ReportBatch batch, Cause cause) {
            return Decider.more(tables, batch, cause);
        }

        @Override
        public Row.Clock tick(Row.Clock clock, Command.Tick tick, long appendedAt) {
            return Decider.tick(clock, tick, appendedAt);
        }

        @Override
        public List<Due> due(Tables tables, Row.Clock clock, int limit) {
            return Decider.due(tables, clock, limit);
        }

        @Override
        public Decision due(Tables tables, Due due, Cause tick) {
            return Decider.due(tables, due, tick);
        }
    };

    Decision command(Tables tables, CommandRecord command, Cause cause);

    Decision reports(Tables tables, ReportBatch batch, Cause cause);

    Decision more(Tables tables, ReportBatch batch, Cause cause);

    Row.Clock tick(Row.Clock clock, Command.Tick tick, long appendedAt);

    List<Due> due(Tables tables, Row.Clock clock, int limit);

    Decision due(Tables tables, Due due, Cause tick);
}
