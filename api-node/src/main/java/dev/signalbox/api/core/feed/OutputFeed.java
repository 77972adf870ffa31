package dev.signalbox.api.core.feed;

import dev.signalbox.api.core.Refusal;
import dev.signalbox.api.core.RefusedException;
import dev.signalbox.api.core.cursor.Cursor;
import dev.signalbox.api.core.feed.OutputTracker.Piece;
import dev.signalbox.api.core.view.Views;
import dev.signalbox.schemas.error.ErrorCode;
import dev.signalbox.schemas.output.OutputRecord;
import dev.signalbox.schemas.state.EntityRef;
import dev.signalbox.schemas.state.EntityType;
import dev.signalbox.schemas.state.OutputIndex;
import dev.signalbox.schemas.state.Session;
import dev.signalbox.schemas.topic.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One client's stream of one session's output. Used by one thread; [#wake] and [#close] by any.
public final class OutputFeed implements AutoCloseable {
    /// How long it may take to see that a cursor is one of the session's.
    private static final Duration PRIME = Duration.ofSeconds(10);

    /// How often it is looked whether the end of a session has had its time.
    private static final Duration LOOKS = Duration.ofSeconds(1);

    private final LogSource<OutputRecord> source;
    private final Watched watched;
    private final String sessionId;
    private Start start;
    private final boolean follow;
    private final long capacity;
    private final Views.Watch watch;
    private final Deque<OutputStep> ready = new ArrayDeque<>();
    private final Ending ending;

    private final Semaphore signal = new Semaphore(0);

    private @Nullable Bound bound;
    private volatile @Nullable LogFeed<OutputRecord> current;
    private volatile boolean closed;
    private boolean begun;

    /// Whether having caught up was not told yet, because the end of the session is on its way.
    private boolean withheld;

    OutputFeed(
            Views views,
            LogSource<OutputRecord> source,
            String namespace,
            String sessionId,
            Start start,
            boolean follow,
            long capacity) {
        this.source = source;
        this.watched = new Watched(views, namespace, sessionId);
        this.sessionId = sessionId;
        this.start = start;
        this.follow = follow;
        this.capacity = capacity;
        this.ending = new Ending(source, watched, ready);
        this.watch = views.watch(namespace, new EntityRef(EntityType.SESSION, sessionId), this::wake);
    }

    /// Checks the place where it is to begin.
    ///
    /// @throws RefusedException CURSOR_INVALID, CURSOR_EXPIRED, SESSION_NOT_FOUND, UNAVAILABLE
    void prime() throws InterruptedException {
        Session session = watched.session();
        if (session.hostId() == null) {
            refuseAhead();
            if (start instanceof Start.End && !session.status().terminal()) {
                // Nothing was put out yet, so whatever comes is what comes next.
                start = new Start.Beginning();
            }
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
        while (ready.isEmpty() && !withheld && System.nanoTime() < deadline) {
            OutputStep step = step(shorter(Duration.ofNanos(Math.max(1, deadline - System.nanoTime()))));
            if (!(step instanceof OutputStep.Idle)) {
                ready.addFirst(step);
            }
        }
        OutputStep first = ready.peekFirst();
        if (first == null && !withheld) {
            throw Refusal.of(ErrorCode.UNAVAILABLE, field + " cannot be looked up at the moment")
                    .hint("try again")
                    .asException();
        }
        if (first instanceof OutputStep.Gap gap) {
            throw OutputLocator.expired(field, gap.cursor(), gap.retained());
        }
        boolean nothingBehind = withheld || first instanceof OutputStep.CaughtUp || first instanceof OutputStep.End;
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

    /// A cursor of a session that has no host yet, for all that this node has read.
    private void refuseAhead() {
        if (start instanceof Start.Behind(var field, var cursor) && cursor.seq() > 0) {
            throw cursor.hint() == null
                    ? OutputLocator.future(field)
                    : Refusal.of(ErrorCode.UNAVAILABLE, "this node has not read as far as " + field)
                            .hint("try again, or another node")
                            .asException();
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
            OutputStep end = here.caughtUp || here.tracker.ended() ? ending.over(here) : null;
            if (end != null) {
                return end;
            }
            long until = System.nanoTime() + (withheld ? shorter(left) : left).toNanos();
            switch (here.feed.next(Duration.ofNanos(until - System.nanoTime()))) {
                case LogFeed.Step.Entry<OutputRecord>(var entry) -> take(here, entry);
                // What is missing shows at the next record.
                case LogFeed.Step.Moved<OutputRecord> _ -> here.exact = false;
                case LogFeed.Step.Away<OutputRecord> _ -> {
                    LogFeed.pauseAway(left);
                    return new OutputStep.Idle(true);
                }
                case LogFeed.Step.CaughtUp<OutputRecord>(var at) -> {
                    here.caughtUp = true;
                    if (here.cursor.seq() == 0 && here.tracker.expected() <= 1) {
                        here.cursor = here.cursorAt(0, at);
                    }
                    if (ending.looksAgain(here, start)) {
                        continue;
                    }
                    withheld = !follow && ending.awaited(here);
                    if (!withheld) {
                        ready.add(caughtUp(here));
                    }
                }
                case LogFeed.Step.Idle<OutputRecord>(var atEnd) -> {
                    here.caughtUp = atEnd;
                    if (ending.looksAgain(here, start)) {
                        continue;
                    }
                    OutputStep over = ready.isEmpty() ? ending.over(here) : ready.pollFirst();
                    if (over != null) {
                        return over;
                    }
                    if (withheld && !ending.awaited(here)) {
                        withheld = false;
                        return caughtUp(here);
                    }
                    boolean woken = System.nanoTime() < until;
                    if (woken || System.nanoTime() >= deadline) {
                        return new OutputStep.Idle(false);
                    }
                }
            }
            OutputStep next = ready.pollFirst();
            if (next != null) {
                return next;
            }
        }
    }

    private static OutputStep caughtUp(Bound here) {
        return new OutputStep.CaughtUp(here.cursor.seq(), here.cursor);
    }

    private static Duration shorter(Duration left) {
        return left.compareTo(LOOKS) < 0 ? left : LOOKS;
    }

    private void take(Bound here, LogEntry<OutputRecord> entry) {
        here.caughtUp = false;
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
            here.fromTheBeginning();
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

    /// Waits for a host and a process; null once there is something to read.
    private @Nullable OutputStep unbound(Duration left) throws InterruptedException {
        signal.drainPermits();
        Session session = watched.session();
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
        var place = new OutputLocator(source, partition, session, watched.points(), bounds).locate(start);
        var tracker = new OutputTracker(place.expected(), place.skip());
        var feed = new LogFeed<>(
                source,
                partition,
                sessionId,
                follow || ending.onItsWay(session),
                place.offset(),
                bounds.end(),
                capacity,
                this::shortcut);
        Cursor.Session cursor =
                start instanceof Start.Behind(var _, var given) ? given : new Cursor.Session(sessionId, 0, null);
        bound = new Bound(hostId, partition, bounds, feed, tracker, place, cursor);
        current = feed;
        if (closed) {
            feed.close();
        }
    }

    /// Where an index point says that the next record is, so that what others put out in between need not be read.
    private long shortcut(long offset) {
        Bound here = bound;
        if (here == null) {
            return offset;
        }
        for (OutputIndex.Point point : watched.points()) {
            if (point.seq() == here.tracker.expected() && point.offset() > offset) {
                return point.offset();
            }
        }
        return offset;
    }
}
