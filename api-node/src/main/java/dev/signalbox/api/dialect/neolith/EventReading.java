package dev.signalbox.api.dialect.neolith;

import dev.signalbox.api.core.text.Iso;
import dev.signalbox.schemas.event.EventRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// One daemon's way through its namespace's events from a place on: what concerns it and is not done with, and, where
/// events are no more, that they are missing. Not thread-safe.
final class EventReading {
    private final Optional<EventPlace> from;
    private final DaemonEvents events;
    private final Predicate<DaemonEvents.Wire> open;
    private long expected;

    /// @param from empty: with whatever comes first
    EventReading(Optional<EventPlace> from, DaemonEvents events, Predicate<DaemonEvents.Wire> open) {
        this.from = from;
        this.events = events;
        this.open = open;
        this.expected =
                from.map(EventPlace::n).filter(n -> n > 0).map(n -> n + 1).orElse(0L);
    }

    /// What is told at the next event of the namespace.
    List<DaemonEvents.Wire> at(EventRecord record) {
        List<DaemonEvents.Wire> told = new ArrayList<>();
        long n = record.n();
        if (expected > 0 && n > expected) {
            told.add(missing(expected, record));
        }
        if (n >= expected) {
            expected = n + 1;
        }
        Optional<DaemonEvents.Wire> event = events.of(record);
        if (from.map(place -> place.precedes(DaemonEvents.place(record))).orElse(true)) {
            event.filter(open).ifPresent(told::add);
        }
        return told;
    }

    /// Its id is the place in front of what follows.
    private static DaemonEvents.Wire missing(long first, EventRecord next) {
        long last = next.n() - 1;
        return new DaemonEvents.Wire(
                new EventPlace(next.cause().at(), last).id(),
                "gap",
                Frames.members("from", first, "to", last),
                Iso.of(next.cause().at()));
    }
}
