package dev.signalbox.api.core.feed;

import dev.signalbox.schemas.output.OutputRecord;
import dev.signalbox.schemas.state.Session;
import dev.signalbox.schemas.state.SessionEnd;
import java.time.Duration;
import java.time.Instant;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/// What becomes of the end of one client's stream when the log has no more for it: that the session is over and its
/// last records come in either order. Used by the thread of its [OutputFeed].
final class Ending {
    /// How long the last records of a session that has ended may be on their way into the log.
    private static final Duration ON_ITS_WAY = Duration.ofSeconds(10);

    private static final Duration ASKED_AGAIN = Duration.ofSeconds(5);

    private final LogSource<OutputRecord> source;
    private final Watched watched;
    private final Deque<OutputStep> ready;

    /// When END has had its time, by [System#nanoTime()]; null until the session was seen to be over. The time of the
    /// session's end may be that of a host whose clock is ahead.
    private @Nullable Long settlesAt;

    /// @param ready takes a gap where the last output is no more
    Ending(LogSource<OutputRecord> source, Watched watched, Deque<OutputStep> ready) {
        this.source = source;
        this.watched = watched;
        this.ready = ready;
    }

    /// The end of the stream, null when it goes on.
    OutputStep.@Nullable End over(Bound here) {
        Session session = watched.session();
        boolean nothingComes = here.lost || watched.hostRemoved(here.hostId);
        if (!StreamEnd.reached(session, here.tracker, here.caughtUp, settled(session), nothingComes)
                || readsAll(here, session)) {
            return null;
        }
        return new OutputStep.End(session, StreamEnd.complete(session, here.tracker), here.cursor);
    }

    /// Whether the last records of a session that is over may be on their way.
    boolean onItsWay(Session session) {
        return StreamEnd.written(session) && !settled(session);
    }

    /// Whether the last record is about to come here.
    boolean awaited(Bound here) {
        return !here.lost && !here.tracker.ended() && onItsWay(watched.session());
    }

    /// Settles what has become of what should have come by now; true when it reads on from elsewhere for it.
    ///
    /// @param start with which the stream began
    boolean looksAgain(Bound here, Start start) throws InterruptedException {
        Session session = watched.session();
        if (!here.caughtUp || here.lost) {
            return false;
        }
        if (readsLast(here, start, session)) {
            return true;
        }
        var end = session.end();
        if (end == null || !StreamEnd.waiting(session, here.tracker) || !settled(session)) {
            return false;
        }
        if (readsAll(here, session)) {
            return true;
        }
        if (System.nanoTime() >= here.askAt) {
            here.askAt = System.nanoTime() + ASKED_AGAIN.toNanos();
            sayLost(here, start, end);
        }
        return false;
    }

    /// Who began behind everything while the session was live never reads that it is over when that stood in the log
    /// already: then its last records are read, without being given.
    private boolean readsLast(Bound here, Start start, Session session) throws InterruptedException {
        boolean behindAll = start instanceof Start.End
                || start instanceof Start.Since
                || (start instanceof Start.Behind(var _, var cursor) && cursor.seq() == 0);
        if (!behindAll || here.soughtLast || here.tracker.expected() != 0 || !StreamEnd.written(session)) {
            return false;
        }
        try {
            var bounds = source.bounds(here.partition);
            here.restart(new OutputLocator(source, here.partition, session, watched.points(), bounds)
                    .lastRecords(here.from));
            here.soughtLast = true;
            return true;
        } catch (LogSource.LogAwayException e) {
            // It is asked again.
            return false;
        }
    }

    /// Reads from the beginning of the log what a clock did not find.
    private static boolean readsAll(Bound here, Session session) {
        var end = session.end();
        if (!here.guess || end == null || end.outBytes() + end.errBytes() == 0) {
            return false;
        }
        here.fromTheBeginning();
        return true;
    }

    /// Whether the last records of a session that is over have had their time to come into the log.
    private boolean settled(Session session) {
        var end = session.end();
        if (end == null) {
            return false;
        }
        long now = System.nanoTime();
        if (settlesAt == null) {
            settlesAt = now + ON_ITS_WAY.toNanos();
        }
        return now - settlesAt >= 0 || !Instant.now().isBefore(end.endedAt().plus(ON_ITS_WAY));
    }

    /// Says what will never come, if that is so: the log begins behind the end of the session.
    private void sayLost(Bound here, Start start, SessionEnd end) throws InterruptedException {
        try {
            var log = source.bounds(here.partition);
            if (!LostTail.lost(log, source.offsetAt(here.partition, end.endedAt()))) {
                return;
            }
            here.lost = true;
            here.cursor = here.cursorAt(0, log.end());
            boolean held = start instanceof Start.Behind(var _, var given) && here.holds(given);
            LostTail.gap(end, start, held, here.tracker, watched.points(), here.cursor)
                    .ifPresent(ready::add);
        } catch (LogSource.LogAwayException e) {
            // It is asked again.
        }
    }
}
