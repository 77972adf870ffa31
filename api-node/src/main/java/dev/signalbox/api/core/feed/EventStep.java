package dev.signalbox.api.core.feed;

import dev.signalbox.api.core.cursor.Cursor;
import dev.signalbox.schemas.event.EventRecord;

/// What the stream of a namespace's events brings. Each cursor is behind the step.
public sealed interface EventStep {
    /// @param json the record as it stands in the log
    @SuppressWarnings("ArrayRecordComponent") // bytes pass through; nobody compares or changes them
    record Happened(EventRecord record, byte[] json, Cursor.Events cursor) implements EventStep {}

    /// Events `from` to `to` are no more.
    record Gap(long from, long to, Cursor.Events cursor) implements EventStep {}

    record CaughtUp(long n, Cursor.Events cursor) implements EventStep {}

    /// Nothing came in time. @param away whether that is because the log cannot be reached
    record Idle(boolean away) implements EventStep {}
}
