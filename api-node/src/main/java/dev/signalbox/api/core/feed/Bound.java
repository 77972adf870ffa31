package dev.signalbox.api.core.feed;

import dev.signalbox.api.core.cursor.Cursor;
import dev.signalbox.api.core.cursor.Hint;
import dev.signalbox.schemas.output.OutputRecord;
import java.util.UUID;

/// What a stream of output knows once its session has a host: where it reads, and how far it is.
final class Bound {
    final String hostId;
    final LogPartition partition;
    final UUID topicId;
    final LogFeed<OutputRecord> feed;
    OutputTracker tracker;
    /// Where it began to read.
    final long from;
    /// Where the log began when this did.
    final long begin;
    /// See [OutputLocator.Place].
    boolean exact;
    /// See [OutputLocator.Place].
    boolean guess;
    /// Whether everything that is in the log has been given.
    boolean caughtUp;
    /// Whether the last records of the session were looked for in front of where it began.
    boolean soughtLast;
    /// Whether what is still missing will never come.
    boolean lost;
    /// When it may be asked for again whether it will, by [System#nanoTime()].
    long askAt = System.nanoTime();

    Cursor.Session cursor;

    Bound(
            String hostId,
            LogPartition partition,
            LogSource.Bounds bounds,
            LogFeed<OutputRecord> feed,
            OutputTracker tracker,
            OutputLocator.Place place,
            Cursor.Session cursor) {
        this.hostId = hostId;
        this.partition = partition;
        this.topicId = bounds.topicId();
        this.begin = bounds.begin();
        this.feed = feed;
        this.tracker = tracker;
        this.from = place.offset();
        this.exact = place.exact();
        this.guess = place.guess();
        this.cursor = cursor;
    }

    /// Reads on from somewhere else, as if it had not read anything.
    void restart(OutputLocator.Place place) {
        tracker = new OutputTracker(place.expected(), place.skip());
        exact = place.exact();
        guess = place.guess();
        caughtUp = false;
        feed.restart(place.offset());
    }

    /// Reads everything that the log has, because the place that it began at was not sure.
    void fromTheBeginning() {
        guess = false;
        caughtUp = false;
        feed.restart(begin);
    }

    /// The cursor behind a record, or in front of whatever stands at an offset or behind it.
    ///
    /// @param seq of the record; 0: of none
    Cursor.Session cursorAt(long seq, long offset) {
        return new Cursor.Session(cursor.sessionId(), seq, new Hint(topicId, partition.partition(), offset));
    }

    /// Whether the place that a cursor names was in the log when this began.
    boolean holds(Cursor.Session other) {
        Hint hint = other.hint();
        return hint != null && hint.topicId().equals(topicId) && hint.offset() >= begin;
    }
}
