package dev.signalbox.api.core.feed;

import dev.signalbox.api.core.RefusedException;
import dev.signalbox.api.core.cursor.Cursor;
import dev.signalbox.api.core.cursor.Hint;
import dev.signalbox.api.core.feed.EventFeeds.From;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.UUID;

/// One client's stream of one namespace's events, in the order of `n`. Used by one thread; [#close] by any.
public final class EventFeed implements AutoCloseable {
    private final String namespace;
    private final LogPartition partition;
    private final UUID topicId;
    private final LogFeed<EventEntry> feed;
    private final Deque<EventStep> ready = new ArrayDeque<>();
    private final From from;
    private final String field;
    private final long check;
    private boolean unchecked;
    private long expected;
    private Cursor.Events read;
    private Cursor.Events given;

    /// @param expected the `n` that comes first; 0: any
    /// @param check the offset at which the event before it must be found; -1: none
    EventFeed(
            String namespace,
            LogPartition partition,
            UUID topicId,
            LogFeed<EventEntry> feed,
            From from,
            long expected,
            long check,
            Cursor.Events cursor) {
        this.namespace = namespace;
        this.partition = partition;
        this.topicId = topicId;
        this.feed = feed;
        this.from = from;
        this.field = from instanceof From.Behind(var name, var _) ? name : "from";
        this.expected = expected;
        this.check = check;
        this.unchecked = check >= 0;
        this.read = cursor;
        this.given = cursor;
    }

    /// The next step; waits at most so long for one.
    ///
    /// @throws RefusedException CURSOR_INVALID, CURSOR_EXPIRED: the log lost what comes first before it was read
    public EventStep next(Duration timeout) throws InterruptedException {
        EventStep step = step(timeout);
        given = switch (step) {
            case EventStep.Happened(var _, var _, var cursor) -> cursor;
            case EventStep.Gap(var _, var _, var cursor) -> cursor;
            case EventStep.CaughtUp(var _, var cursor) -> cursor;
            case EventStep.Idle _ -> given;
        };
        return step;
    }

    private EventStep step(Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (true) {
            EventStep step = ready.pollFirst();
            if (step != null) {
                return step;
            }
            Duration left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
            switch (feed.next(left)) {
                case LogFeed.Step.Entry<EventEntry>(var entry) -> take(entry);
                case LogFeed.Step.CaughtUp<EventEntry>(var at) -> {
                    if (read.n() == 0) {
                        read = inFrontOf(at);
                    }
                    ready.add(new EventStep.CaughtUp(read.n(), read));
                }
                case LogFeed.Step.Moved<EventEntry>(var to) -> moved(to);
                case LogFeed.Step.Idle<EventEntry> _ -> {
                    return new EventStep.Idle(false);
                }
                case LogFeed.Step.Away<EventEntry> _ -> {
                    LogFeed.pauseAway(left);
                    return new EventStep.Idle(true);
                }
            }
        }
    }

    /// Looks at the first step without taking it, so that a cursor that is none is refused before the stream
    /// begins.
    void prime(Duration patience) throws InterruptedException {
        if (!(from instanceof From.Behind)) {
            return;
        }
        EventStep first = step(patience);
        if (first instanceof EventStep.Gap gap) {
            throw EventFeeds.expired(field, gap.cursor());
        }
        if (unchecked && !(first instanceof EventStep.Idle)) {
            throw EventFeeds.foreign(field);
        }
        if (!(first instanceof EventStep.Idle)) {
            ready.addFirst(first);
        }
    }

    /// Ends a wait in [#next].
    public void wake() {
        feed.wake();
    }

    /// Behind the newest step that was given.
    public Cursor.Events cursor() {
        return given;
    }

    @Override
    public void close() {
        feed.close();
    }

    /// What the log lost shows by the number of the next event, if it is known which one that should be. Who was
    /// promised everything from a place on, and has seen no number yet, is told.
    private void moved(long to) {
        unchecked = false;
        if (expected == 0 && (from instanceof From.Behind || from instanceof From.End)) {
            throw EventFeeds.expired(field, inFrontOf(to));
        }
    }

    private Cursor.Events inFrontOf(long offset) {
        return new Cursor.Events(namespace, 0, new Hint(topicId, partition.partition(), offset));
    }

    private void take(LogEntry<EventEntry> entry) {
        long n = entry.value().record().n();
        var here = new Cursor.Events(namespace, n, new Hint(topicId, partition.partition(), entry.offset()));
        if (unchecked) {
            unchecked = false;
            if (entry.offset() != check || n != expected - 1) {
                throw EventFeeds.foreign(field);
            }
            return;
        }
        if (expected > 0 && n < expected) {
            return;
        }
        if (expected > 0 && n > expected) {
            // The cursor of a gap is in front of what follows: it is found by its place, whatever its number.
            ready.add(new EventStep.Gap(expected, n - 1, new Cursor.Events(namespace, 0, here.hint())));
        }
        expected = n + 1;
        read = here;
        ready.add(new EventStep.Happened(entry.value().record(), entry.value().json(), here));
    }
}
