package dev.signalbox.api.core.feed;

import dev.signalbox.api.core.Refusal;
import dev.signalbox.api.core.RefusedException;
import dev.signalbox.api.core.cursor.Cursor;
import dev.signalbox.api.core.feed.OutputTracker.Piece;
import dev.signalbox.api.core.view.Kind;
import dev.signalbox.api.core.view.Row;
import dev.signalbox.api.core.view.Views;
import dev.signalbox.schemas.error.ErrorCode;
import dev.signalbox.schemas.output.OutputRecord;
import dev.signalbox.schemas.state.EntityRef;
import dev.signalbox.schemas.state.EntityType;
import dev.signalbox.schemas.state.HostStatus;
import dev.signalbox.schemas.state.OutputIndex;
import dev.signalbox.schemas.state.Session;
import dev.signalbox.schemas.state.SessionEnd;
import dev.signalbox.schemas.topic.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One client's stream of one session's output. Used by one thread; [#wake] and [#close] by any.
public final class OutputFeed implements AutoCloseable {
    private static final Duration PRIME = Duration.ofSeconds(2);

    /// How long the last records of a session that has ended may be on their way into the log.
    private static final Duration ON_ITS_WAY = Duration.ofSeconds(10);

    private static final Duration ASKED_AGAIN = Duration.ofSeconds(5);

    private final Views views;
    private final LogSource<OutputRecord> source;
    private final String namespace;
    private final String sessionId;
    private final Start start;
    private final boolean follow;
    private final long capacity;
    private final Views.Watch watch;
    private final Deque<OutputStep> ready = new ArrayDeque<>();

    private final Semaphore signal = new Semaphore(0);

    private @Nullable Bound bound;
    private volatile @Nullable LogFeed<OutputRecord> current;
    private volatile boolean closed;
    private boolean caughtUp;
    private boolean begun;

    OutputFeed(
            Views views,
            LogSource<OutputRecord> source,
            String namespace,
            String sessionId,
            Start start,
            boolean follow,
            long capacity) {
        this.views = views;
        this.source = source;
        this.namespace = namespace;
        this.sessionId = sessionId;
        this.start = start;
        this.follow = follow;
        this.capacity = capacity;
        this.watch = views.watch(namespace, new EntityRef(EntityType.SESSION, sessionId), this::wake);
    }

    /// Checks the place where it is to begin.
    ///
    /// @throws RefusedException CURSOR_INVALID, CURSOR_EXPIRED, SESSION_NOT_FOUND, UNAVAILABLE
    void prime() throws InterruptedException {
        Session session = session();
        if (start instanceof Start.Behind(var field, var cursor) && cursor.seq() > 0 && session.hostId() == null) {
            throw OutputLocator.future(field);
        }
        try {
            bind(session);
        } catch (LogSource.LogAwayException e) {
            throw Refusal.of(ErrorCode.UNAVAILABLE, "the log cannot be read at the moment: " + e.getMessage())
                    .asException();
        }
        if (bound == null || !(start instanceof Start.Behind(var field, var cursor))) {
            return;
        }
        long deadline = System.nanoTime() + PRIME.toNanos();
        while (ready.isEmpty() && System.nanoTime() < deadline) {
            OutputStep step = step(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())));
            if (!(step instanceof OutputStep.Idle)) {
                ready.addFirst(step);
            }
        }
        OutputStep first = ready.peekFirst();
        if (first instanceof OutputStep.Gap gap) {
            throw OutputLocator.expired(field, gap.cursor(), gap.retained());
        }
        boolean nothingBehind = first instanceof OutputStep.CaughtUp || first instanceof OutputStep.End;
        if (nothingBehind && bound.exact) {
            throw OutputLocator.foreign(field);
        }
        if (nothingBehind && bound.tracker.expected() <= cursor.seq() && cursor.seq() > 0) {
            throw cursor.hint() == null
                    ? OutputLocator.future(field)
                    : OutputLocator.expired(
                            field,
                            new Cursor.Session(sessionId, cursor().seq(), null),
                            new Retained(cursor().seq() + 1, null));
        }
    }

    /// The next step; waits at most so long for one.
    ///
    /// @throws RefusedException SESSION_NOT_FOUND when the session has left the views
    public OutputStep next(Duration timeout) throws InterruptedException {
        OutputStep step = ready.pollFirst();
        if (step == null) {
            step = step(timeout);
        }
        return step;
    }

    /// Ends a wait in [#next].
    public void wake() {
        signal.release();
        var feed = current;
        if (feed != null) {
            feed.wake();
        }
    }

    /// The newest cursor.
    public Cursor.Session cursor() {
        return bound == null ? new Cursor.Session(sessionId, 0, null) : bound.cursor;
    }

    @Override
    public void close() {
        closed = true;
        watch.close();
        var feed = current;
        if (feed != null) {
            feed.close();
        }
    }

    private OutputStep step(Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (true) {
            Duration left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
            if (closed) {
                return new OutputStep.Idle(false);
            }
            Bound here = bound;
            if (here == null) {
                OutputStep waiting = unbound(left);
                if (waiting != null) {
                    return waiting;
                }
                if (bound == null) {
                    return new OutputStep.Idle(false);
                }
                continue;
            }
            OutputStep end = caughtUp || here.tracker.ended() ? over(here) : null;
            if (end != null) {
                return end;
            }
            switch (here.feed.next(left)) {
                case LogFeed.Step.Entry<OutputRecord>(var entry) -> take(here, entry);
                case LogFeed.Step.Away<OutputRecord> _ -> {
                    LogFeed.pauseAway(left);
                    return new OutputStep.Idle(true);
                }
                case LogFeed.Step.CaughtUp<OutputRecord>(var at) -> {
                    caughtUp = true;
                    if (here.cursor.seq() == 0 && here.tracker.expected() <= 1) {
                        here.cursor = here.cursorAt(0, at);
                    }
                    if (looksAgain(here)) {
                        continue;
                    }
                    ready.add(new OutputStep.CaughtUp(here.cursor.seq(), here.cursor));
                }
                case LogFeed.Step.Idle<OutputRecord>(var atEnd) -> {
                    caughtUp = atEnd;
                    if (looksAgain(here)) {
                        continue;
                    }
                    OutputStep over = ready.isEmpty() ? over(here) : ready.pollFirst();
                    return over == null ? new OutputStep.Idle(false) : over;
                }
            }
            OutputStep next = ready.pollFirst();
            if (next != null) {
                return next;
            }
        }
    }

    private void take(Bound here, LogEntry<OutputRecord> entry) {
        caughtUp = false;
        OutputRecord record = entry.value();
        boolean fence = record.kind() == OutputRecord.Kind.FENCE;
        if (here.exact && !fence) {
            here.exact = false;
            if (start instanceof Start.Behind(var field, var cursor)
                    && (record.seq() != cursor.seq()
                            || cursor.hint() == null
                            || entry.offset() != cursor.hint().offset())) {
                throw OutputLocator.foreign(field);
            }
        }
        if (here.guess && here.tracker.wouldMiss(entry)) {
            here.guess = false;
            here.feed.restart(here.begin);
            return;
        }
        here.guess &= fence;
        for (Piece piece : here.tracker.accept(entry)) {
            switch (piece) {
                case Piece.Missing(var fromSeq, var toSeq, var fromByte, var toByte) ->
                    ready.add(new OutputStep.Gap(
                            fromSeq, toSeq, fromByte, toByte, new Cursor.Session(sessionId, toSeq, null)));
                case Piece.Whole(var whole) -> {
                    if (given(whole)) {
                        begun = true;
                        ready.add(new OutputStep.Output(
                                whole,
                                here.cursorAt(whole.seq(), entry.offset()),
                                Instant.ofEpochMilli(entry.timestamp())));
                    }
                }
            }
        }
        if (!fence && here.tracker.expected() == record.seq() + 1) {
            here.cursor = here.cursorAt(record.seq(), entry.offset());
        }
    }

    /// Who has begun sees what a keyframe shows already.
    private boolean given(OutputRecord record) {
        return switch (record.kind()) {
            case BYTES, ITEM -> true;
            case KEYFRAME -> !begun && start instanceof Start.Keyframe;
            case END, FENCE -> false;
        };
    }

    /// The end of the stream, null when it goes on.
    private @Nullable OutputStep over(Bound here) {
        Session session = session();
        boolean hostGone = views.get(namespace, Kind.HOST, here.hostId)
                .map(Row::entity)
                .map(host -> host.status() == HostStatus.REMOVED)
                .orElse(false);
        if (!StreamEnd.reached(session, here.tracker, caughtUp, hostGone || here.lost)) {
            return null;
        }
        if (restart(here, session)) {
            return null;
        }
        return new OutputStep.End(session, StreamEnd.complete(session, here.tracker), here.cursor);
    }

    /// Settles what has become of bytes that should have come by now; true when it reads from the beginning of the log
    /// what a clock did not find.
    private boolean looksAgain(Bound here) throws InterruptedException {
        Session session = session();
        var end = session.end();
        if (!caughtUp
                || here.lost
                || end == null
                || !StreamEnd.waiting(session, here.tracker)
                || Instant.now().isBefore(end.endedAt().plus(ON_ITS_WAY))) {
            return false;
        }
        if (restart(here, session)) {
            return true;
        }
        if (System.nanoTime() >= here.askAt) {
            here.askAt = System.nanoTime() + ASKED_AGAIN.toNanos();
            sayLost(here, end);
        }
        return false;
    }

    private boolean restart(Bound here, Session session) {
        var end = session.end();
        if (!here.guess || end == null || end.outBytes() + end.errBytes() == 0) {
            return false;
        }
        here.guess = false;
        caughtUp = false;
        here.feed.restart(here.begin);
        return true;
    }

    /// Says what will never come, if that is so: the log begins behind the end of the session.
    private void sayLost(Bound here, SessionEnd end) throws InterruptedException {
        try {
            var log = source.bounds(here.partition);
            if (!LostTail.lost(log, source.offsetAt(here.partition, end.endedAt()))) {
                return;
            }
            here.lost = true;
            here.cursor = here.cursorAt(0, log.end());
            boolean held = start instanceof Start.Behind(var _, var given) && here.holds(given);
            LostTail.gap(end, start, held, here.tracker, points(), here.cursor).ifPresent(ready::add);
        } catch (LogSource.LogAwayException e) {
            // It is asked again.
        }
    }

    /// Waits for a host and a process; null once there is something to read.
    private @Nullable OutputStep unbound(Duration left) throws InterruptedException {
        signal.drainPermits();
        Session session = session();
        if (session.hostId() == null && session.status().terminal()) {
            return new OutputStep.End(session, false, cursor());
        }
        if (!follow && !readable(session)) {
            return new OutputStep.CaughtUp(0, cursor());
        }
        try {
            bind(session);
            if (bound != null) {
                return null;
            }
        } catch (LogSource.LogAwayException e) {
            LogFeed.pauseAway(left);
            return new OutputStep.Idle(true);
        }
        return signal.tryAcquire(left.toNanos(), TimeUnit.NANOSECONDS) ? null : new OutputStep.Idle(false);
    }

    private boolean readable(Session session) {
        return session.status().terminal() || (session.hostId() != null && session.process() != null);
    }

    private void bind(Session session) throws InterruptedException {
        String hostId = session.hostId();
        boolean here = start instanceof Start.Behind || start instanceof Start.End;
        if (hostId == null || (!here && !readable(session))) {
            return;
        }
        var partition = new LogPartition(Topics.output(hostId).name(), 0);
        var bounds = source.bounds(partition);
        var place = new OutputLocator(source, partition, session, points(), bounds).locate(start);
        var tracker = new OutputTracker(place.expected(), place.skip());
        var feed = new LogFeed<>(
                source,
                partition,
                sessionId,
                follow,
                place.offset(),
                bounds.end(),
                capacity,
                offset -> shortcut(tracker, offset));
        Cursor.Session cursor =
                start instanceof Start.Behind(var _, var given) ? given : new Cursor.Session(sessionId, 0, null);
        bound = new Bound(hostId, partition, bounds, feed, tracker, place, cursor);
        current = feed;
        if (closed) {
            feed.close();
        }
    }

    /// Where an index point says that the next record is, so that what others put out in between need not be read.
    private long shortcut(OutputTracker tracker, long offset) {
        for (OutputIndex.Point point : points()) {
            if (point.seq() == tracker.expected() && point.offset() > offset) {
                return point.offset();
            }
        }
        return offset;
    }

    private List<OutputIndex.Point> points() {
        return views.get(namespace, Kind.OUTPUT_INDEX, sessionId)
                .map(row -> row.entity().points())
                .orElse(List.of());
    }

    private Session session() {
        return views.get(namespace, Kind.SESSION, sessionId)
                .map(Row::entity)
                .orElseThrow(() -> Views.missing(Kind.SESSION, "session"));
    }
}
