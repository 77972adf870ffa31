package dev.signalbox.processor.decide;

import dev.signalbox.schemas.event.Event;
import dev.signalbox.schemas.event.EventRecord;
import dev.signalbox.schemas.state.EntityRef;
import dev.signalbox.schemas.state.EntityType;
import dev.signalbox.schemas.state.Namespace;
import dev.signalbox.schemas.state.Session;
import dev.signalbox.schemas.state.SessionStatus;
import dev.signalbox.schemas.state.Totals;
import java.time.Duration;
import java.util.function.UnaryOperator;

/// Counts what happens in a namespace, so that the sums stay when the sessions are removed.
final class TotalsFold {
    private TotalsFold() {}

    /// @param record an event that is folded already
    static void count(Evolve.Fold fold, EventRecord record) {
        if (record.event() instanceof Event.SessionRequested) {
            change(fold, record, Totals::sessionRequested);
        } else if (record.event() instanceof Event.SessionTurnEnded turn) {
            var usage = turn.result().usage();
            change(
                    fold,
                    record,
                    totals -> totals.turnEnded(
                            turn.result().success(),
                            usage == null ? 0 : usage.inputTokens(),
                            usage == null ? 0 : usage.outputTokens()));
        } else if (record.event() instanceof Event.SessionEnded || record.event() instanceof Event.SessionLost) {
            change(fold, record, totals -> totals.sessionEnded(millis(fold, record)));
        }
    }

    private static long millis(Evolve.Fold fold, EventRecord record) {
        if (!(fold.entity(record.entity()) instanceof Session session)) {
            return 0;
        }
        var requested = session.since().get(SessionStatus.REQUESTED);
        return requested == null
                ? 0
                : Duration.between(requested, record.cause().at()).toMillis();
    }

    private static void change(Evolve.Fold fold, EventRecord record, UnaryOperator<Totals> change) {
        var ref = new EntityRef(EntityType.NAMESPACE, record.namespace());
        if (fold.entity(ref) instanceof Namespace namespace) {
            fold.put(namespace.counting(change.apply(namespace.totals())));
        }
    }
}
