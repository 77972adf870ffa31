package dev.signalbox.api.core.feed;

import dev.signalbox.api.core.Refusal;
import dev.signalbox.api.core.cursor.Cursor;
import dev.signalbox.api.core.cursor.Hint;
import dev.signalbox.schemas.error.ErrorCode;
import dev.signalbox.schemas.event.EventRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The events of one thing, out of those of its namespace. It begins where the thing began and stops at its newest
/// event, so that its price is the time in between, not the age of the log.
public final class History {
    private static final Duration MARGIN = Duration.ofSeconds(2);
    private static final Duration BUDGET = Duration.ofSeconds(3);
    private static final Duration ON_ITS_WAY = Duration.ofMillis(20);

    private final LogSource<EventEntry> source;
    private final Function<String, LogPartition> partitions;

    public History(LogSource<EventEntry> source, Function<String, LogPartition> partitions) {
        this.source = source;
        this.partitions = partitions;
    }

    /// @param next where to read on; null when all was read
    public record Page(List<EventEntry> events, Cursor.@Nullable Events next) {
        public Page {
            events = List.copyOf(events);
        }
    }

    /// @param since when the thing began
    /// @param until the number of its newest event
    /// @param after null: from its beginning
    /// @throws dev.signalbox.api.core.RefusedException CURSOR_INVALID, UNAVAILABLE
    public Page read(
            String namespace,
            Predicate<EventRecord> wanted,
            Instant since,
            long until,
            Cursor.@Nullable Events after,
            int limit)
            throws InterruptedException {
        try {
            return page(namespace, wanted, since, until, after, limit);
        } catch (LogSource.LogAwayException e) {
            throw Refusal.of(ErrorCode.UNAVAILABLE, "the log cannot be read at the moment: " + e.getMessage())
                    .asException();
        }
    }

    private Page page(
            String namespace,
            Predicate<EventRecord> wanted,
            Instant since,
            long until,
            Cursor.@Nullable Events after,
            int limit)
            throws InterruptedException {
        LogPartition partition = partitions.apply(namespace);
        var bounds = source.bounds(partition);
        long offset;
        if (after != null) {
            offset = EventFeeds.behind(namespace, partition, bounds, "page", after);
        } else {
            offset = source.offsetAt(partition, since.minus(MARGIN)).orElse(bounds.end());
        }
        // The log loses its beginning only: what is newer than something in it is there, or comes.
        boolean comes = after == null
                ? bounds.begin() == 0 || offset > bounds.begin()
                : after.hint().offset() >= bounds.begin();
        long seen = after == null ? 0 : after.n();
        long deadline = System.nanoTime() + BUDGET.toNanos();
        List<EventEntry> events = new ArrayList<>();
        while (seen < until) {
            Duration left = Duration.ofNanos(deadline - System.nanoTime());
            if (!left.isPositive()) {
                return new Page(events, at(namespace, partition, bounds, 0, offset));
            }
            LogSource.Slice<EventEntry> slice;
            try {
                slice = source.read(partition, offset, namespace, LogFeed.SLICE, left);
            } catch (LogSource.OffsetGoneException e) {
                offset = e.begin();
                comes = false;
                continue;
            }
            for (LogEntry<EventEntry> entry : slice.entries()) {
                EventRecord event = entry.value().record();
                comes = true;
                if (event.n() <= seen) {
                    continue;
                }
                seen = event.n();
                if (wanted.test(event)) {
                    events.add(entry.value());
                    if (events.size() == limit && seen < until) {
                        return new Page(events, at(namespace, partition, bounds, seen, entry.offset()));
                    }
                }
                if (seen >= until) {
                    break;
                }
            }
            offset = slice.next();
            if (slice.atEnd() && seen < until) {
                if (!comes) {
                    break;
                }
                // The state of a decision may be shown a moment before its events are.
                Thread.sleep(ON_ITS_WAY);
            }
        }
        return new Page(events, null);
    }

    private static Cursor.Events at(
            String namespace, LogPartition partition, LogSource.Bounds bounds, long n, long offset) {
        return new Cursor.Events(namespace, n, new Hint(bounds.topicId(), partition.partition(), offset));
    }
}
