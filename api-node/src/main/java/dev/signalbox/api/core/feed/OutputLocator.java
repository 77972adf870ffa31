package dev.signalbox.api.core.feed;

import dev.signalbox.api.core.Refusal;
import dev.signalbox.api.core.RefusedException;
import dev.signalbox.api.core.cursor.Cursor;
import dev.signalbox.api.core.cursor.Hint;
import dev.signalbox.api.core.feed.OutputTracker.Skip;
import dev.signalbox.schemas.error.ErrorCode;
import dev.signalbox.schemas.output.OutputRecord.Stream;
import dev.signalbox.schemas.state.OutputIndex;
import dev.signalbox.schemas.state.OutputIndex.Point;
import dev.signalbox.schemas.state.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Finds where in the host's partition to begin reading. Index points and times save work; what they promise is
/// checked against `seq` when the records come.
final class OutputLocator {
    /// A record's time is taken a little before its process is known to have started.
    private static final Duration MARGIN = Duration.ofSeconds(2);

    /// A stream that is shorter is read from its beginning.
    private static final long SHORT = 512 * 1024;

    private final LogSource<?> source;
    private final LogPartition partition;
    private final Session session;
    private final List<Point> points;
    private final LogSource.Bounds bounds;

    /// @param expected as in [OutputTracker]
    /// @param exact the first record of the session must be the one at the offset, with the expected `seq`
    /// @param guess the offset comes from a clock: when something is missing, look from the beginning of the log
    record Place(long offset, long expected, Skip skip, boolean exact, boolean guess) {
        Place skipping(Skip other) {
            return new Place(offset, expected, other, exact, guess);
        }
    }

    OutputLocator(
            LogSource<?> source, LogPartition partition, Session session, List<Point> points, LogSource.Bounds bounds) {
        this.source = source;
        this.partition = partition;
        this.session = session;
        this.points = points.stream().filter(p -> p.offset() >= bounds.begin()).toList();
        this.bounds = bounds;
    }

    /// @throws dev.signalbox.api.core.RefusedException CURSOR_INVALID
    Place locate(Start start) throws InterruptedException {
        return switch (start) {
            case Start.Beginning _ -> beginning();
            case Start.End _ -> end();
            case Start.Keyframe _ -> keyframe();
            case Start.Behind(var field, var cursor) -> behind(field, cursor);
            case Start.AtByte(var stream, var offset) -> {
                Skip skip = new Skip.UntilByte(stream, offset);
                Point point = stream == Stream.OUT ? last(p -> p.streamByte() <= offset) : null;
                yield point == null ? beginning().skipping(skip) : at(point, skip);
            }
            case Start.Since(var time) -> {
                long offset = source.offsetAt(partition, time).orElse(bounds.end());
                Skip skip = new Skip.UntilTime(time);
                yield offset <= bounds.begin() ? beginning().skipping(skip) : new Place(offset, 0, skip, false, false);
            }
        };
    }

    private Place beginning() throws InterruptedException {
        Skip all = new Skip.Nothing();
        if (!points.isEmpty() && points.getFirst().seq() == 1) {
            return at(points.getFirst(), all);
        }
        var process = session.process();
        if (process == null) {
            return new Place(bounds.begin(), 1, all, false, false);
        }
        Instant started = process.startedAt().minus(MARGIN);
        long offset = source.offsetAt(partition, started).orElse(bounds.end());
        return new Place(Math.max(offset, bounds.begin()), 1, all, false, offset > bounds.begin());
    }

    /// Without a keyframe as much is given as one would hold.
    private Place keyframe() throws InterruptedException {
        Point point = OutputIndex.newestKeyframe(points).orElse(null);
        if (point == null && !points.isEmpty() && points.getLast().streamByte() > SHORT) {
            point = points.getLast();
        }
        return point == null ? beginning() : at(point, new Skip.Nothing());
    }

    /// An ended session's last records are read but not given, so that its end and its cursor are known.
    private Place end() throws InterruptedException {
        if (!session.status().terminal()) {
            return new Place(bounds.end(), 0, new Skip.Nothing(), false, false);
        }
        return lastRecords(bounds.end());
    }

    /// Reads the last records of an ended session, without giving any that stands before an offset.
    Place lastRecords(long offset) throws InterruptedException {
        Skip skip = new Skip.UntilOffset(offset);
        return points.isEmpty() ? beginning().skipping(skip) : at(points.getLast(), skip);
    }

    private Place behind(String field, Cursor.Session cursor) throws InterruptedException {
        var given = cursor.hint();
        long seq = cursor.seq();
        Hint hint = given != null && given.topicId().equals(bounds.topicId()) ? given : null;
        if (hint != null && hint.offset() > bounds.end() - (seq == 0 ? 0 : 1)) {
            throw future(field);
        }
        if (hint != null && hint.offset() >= bounds.begin()) {
            long offset = hint.offset();
            Point next = last(p -> p.seq() == seq + 1 && p.offset() > offset);
            if (next != null) {
                // What others put out in between need not be read, not even to look at the cursor's own record.
                return at(next, new Skip.UntilSeq(seq + 1));
            }
            return seq == 0
                    ? new Place(hint.offset(), 0, new Skip.Nothing(), false, false)
                    : new Place(hint.offset(), seq, new Skip.UntilSeq(seq + 1), true, false);
        }
        Skip skip = new Skip.UntilSeq(seq + 1);
        Point point = last(p -> p.seq() <= seq + 1);
        if (point != null) {
            return at(point, skip);
        }
        return hint != null
                ? new Place(bounds.begin(), 0, skip, false, false)
                : beginning().skipping(skip);
    }

    static RefusedException future(String field) {
        return Refusal.of(ErrorCode.CURSOR_INVALID, field, field + " lies behind everything that this session put out")
                .hint("send a cursor exactly as it was given to you, or 'end'")
                .asException();
    }

    static RefusedException foreign(String field) {
        return Refusal.of(ErrorCode.CURSOR_INVALID, field, field + " is not a cursor of this session")
                .hint("send a cursor exactly as it was given to you")
                .asException();
    }

    /// @param oldest where to go on
    static RefusedException expired(String field, Cursor.Session oldest, Retained retained) {
        return Refusal.of(ErrorCode.CURSOR_EXPIRED, field, field + " is older than what is retained")
                .hint("go on with 'oldest', or with from=start")
                .with(Refusal.OLDEST, oldest.encode())
                .with(Refusal.OUTPUT_FROM, retained.facts())
                .asException();
    }

    private Place at(Point point, Skip skip) {
        return new Place(point.offset(), point.seq(), skip, false, false);
    }

    private @Nullable Point last(Predicate<Point> fits) {
        return points.reversed().stream().filter(fits).findFirst().orElse(null);
    }
}
