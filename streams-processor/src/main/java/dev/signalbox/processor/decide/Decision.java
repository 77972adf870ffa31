package dev.signalbox.processor.decide;

import dev.signalbox.processor.row.Row;
import dev.signalbox.schemas.directive.DirectiveRecord;
import dev.signalbox.schemas.event.EventRecord;
import dev.signalbox.schemas.outcome.Outcome;
import dev.signalbox.schemas.state.StateRecord;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What was decided, as data; whoever carries it out does so whole or not at all, in the order of the
/// components.
///
/// @param rows what to put; a null value deletes
/// @param states key on `state` → newest version; ascending in `n`
/// @param outcome the answer for whoever asked, null for reports and timers
public record Decision(
        String namespace,
        Map<String, @Nullable Row> rows,
        List<EventRecord> events,
        Map<String, State> states,
        List<DirectiveRecord> directives,
        @Nullable Outcome outcome) {

    /// What becomes of an entity on `state`.
    ///
    /// @param n the event that did it
    /// @param record null: a tombstone
    public record State(long n, @Nullable StateRecord record) {}
}
