package dev.signalbox.api.core.feed;

import dev.signalbox.api.core.Refusal;
import dev.signalbox.api.core.RefusedException;
import dev.signalbox.api.core.cursor.Cursor;
import dev.signalbox.api.core.cursor.Hint;
import dev.signalbox.schemas.error.ErrorCode;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;

/// Opens streams of events.
public final class EventFeeds {
    private static final Duration PRIME = Duration.ofSeconds(2);

    private final LogSource<EventEntry> source;
    private final Function<String, LogPartition> partitions;
    private final long capacity;

    /// @param partitions where a namespace's events stand
    /// @param capacity of each client's queue, in bytes
    public EventFeeds(LogSource<EventEntry> source, Function<String, LogPartition> partitions, long capacity) {
        this.source = source;
        this.partitions = partitions;
        this.capacity = capacity;
    }

    /// Where a stream of events begins.
    public sealed interface From {
        record Beginning() implements From {}

        record End() implements From {}

        record Behind(String field, Cursor.Events cursor) implements From {}

        /// With the first event of the time or later.
        record Since(Instant time) implements From {}
    }

    /// The place behind all that has happened, for a stream that is opened a little later: what happens in between
    /// comes too. While the log is away, it is the end that it has when the stream is opened.
    public From now(String namespace) throws InterruptedException {
        LogPartition partition = partitions.apply(namespace);
        try {
            var bounds = source.bounds(partition);
            var hint = new Hint(bounds.topicId(), partition.partition(), bounds.end());
            return new From.Behind("from", new Cursor.Events(namespace, 0, hint));
        } catch (LogSource.LogAwayException e) {
            return new From.End();
        }
    }

    /// Opens a stream that begins at a checked place; the caller closes it.
    ///
    /// @throws RefusedException CURSOR_INVALID, CURSOR_EXPIRED, UNAVAILABLE
    public EventFeed open(String namespace, From from, boolean follow) throws InterruptedException {
        try {
            return opened(namespace, from, follow);
        } catch (LogSource.LogAwayException e) {
            throw Refusal.of(ErrorCode.UNAVAILABLE, "the log cannot be read at the moment: " + e.getMessage())
                    .asException();
        }
    }

    private EventFeed opened(String namespace, From from, boolean follow) throws InterruptedException {
        LogPartition partition = partitions.apply(namespace);
        var bounds = source.bounds(partition);
        long offset = switch (from) {
            case From.Beginning _ -> bounds.begin();
            case From.End _ -> bounds.end();
            case From.Since(var time) -> source.offsetAt(partition, time).orElse(bounds.end());
            case From.Behind(var field, var cursor) -> behind(namespace, partition, bounds, field, cursor);
        };
        boolean cursorKnown = from instanceof From.Behind(var _, var cursor) && cursor.n() > 0;
        long n = from instanceof From.Behind(var _, var cursor) ? cursor.n() : 0;
        boolean retained =
                from instanceof From.Behind(var _, var cursor) && cursor.hint().offset() >= bounds.begin();
        var feed = new LogFeed<>(source, partition, namespace, follow, offset, bounds.end(), capacity, at -> at);
        var events = new EventFeed(
                namespace,
                partition,
                bounds.topicId(),
                feed,
                from,
                cursorKnown ? n + 1 : 0,
                cursorKnown && retained ? offset : -1,
                from instanceof From.Behind(var _, var given)
                        ? given
                        : new Cursor.Events(namespace, 0, new Hint(bounds.topicId(), partition.partition(), offset)));
        boolean primed = false;
        try {
            events.prime(PRIME);
            primed = true;
            return events;
        } finally {
            if (!primed) {
                events.close();
            }
        }
    }

    static long behind(
            String namespace, LogPartition partition, LogSource.Bounds bounds, String field, Cursor.Events cursor) {
        Hint hint = cursor.hint();
        if (!cursor.namespace().equals(namespace)
                || hint.partition() != partition.partition()
                || !hint.topicId().equals(bounds.topicId())
                || hint.offset() > bounds.end()) {
            throw foreign(field);
        }
        if (hint.offset() < bounds.begin() && cursor.n() == 0) {
            throw expired(
                    field,
                    new Cursor.Events(namespace, 0, new Hint(bounds.topicId(), partition.partition(), bounds.begin())));
        }
        return Math.max(hint.offset(), bounds.begin());
    }

    static RefusedException expired(String field, Cursor.Events oldest) {
        return Refusal.of(ErrorCode.CURSOR_EXPIRED, field, field + " is older than what is retained")
                .hint("go on with 'oldest', or with from=start")
                .with(Refusal.OLDEST, oldest.encode())
                .asException();
    }

    static RefusedException foreign(String field) {
        return Refusal.of(ErrorCode.CURSOR_INVALID, field, field + " is not a cursor of this stream")
                .hint("send a cursor exactly as it was given to you")
                .asException();
    }
}
