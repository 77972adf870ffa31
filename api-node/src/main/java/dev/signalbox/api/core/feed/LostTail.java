package dev.signalbox.api.core.feed;

import dev.signalbox.api.core.cursor.Cursor;
import dev.signalbox.schemas.output.OutputRecord.Stream;
import dev.signalbox.schemas.state.OutputIndex;
import dev.signalbox.schemas.state.SessionEnd;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// The end of a session's output that has left the log: no record comes behind it that would show the hole. Pure.
final class LostTail {
    private LostTail() {}

    /// Whether the log begins behind the end of a session, so that what is not there will not come.
    ///
    /// @param sinceEnd the first offset whose record is of the time of the session's end or later, if there is one
    static boolean lost(LogSource.Bounds log, OptionalLong sinceEnd) {
        boolean empty = log.begin() >= log.end();
        return log.begin() > 0 && (empty || (sinceEnd.isPresent() && sinceEnd.getAsLong() <= log.begin()));
    }

    /// What a stream lacks that has given everything that there is; empty when it began behind what was lost.
    ///
    /// @param held whether the log held the place of the cursor with which the stream began, if it began with one
    /// @param points of the session's index, whatever the log still has of them
    /// @param cursor behind the gap
    static Optional<OutputStep.Gap> gap(
            SessionEnd end,
            Start start,
            boolean held,
            OutputTracker tracker,
            List<OutputIndex.Point> points,
            Cursor.Session cursor) {
        boolean lacks = switch (start) {
            case Start.Beginning _, Start.Keyframe _ -> true;
            case Start.End _ -> false;
            case Start.Since(var time) -> time.isBefore(end.endedAt());
            case Start.AtByte(var stream, var offset) -> offset < total(end, stream);
            case Start.Behind(var _, var given) -> given.seq() > 0 || !held;
        };
        if (!lacks) {
            return Optional.empty();
        }
        Stream stream = start instanceof Start.AtByte(var asked, var _) ? asked : Stream.OUT;
        long first =
                Math.max(tracker.expected(), start instanceof Start.Behind(var _, var given) ? given.seq() + 1 : 1);
        long last = points.isEmpty() ? first : Math.max(first, points.getLast().seq());
        Long from = from(start, stream, tracker);
        boolean shorter = from == null || from < total(end, stream);
        return Optional.of(new OutputStep.Gap(
                first, last, shorter ? from : null, shorter ? Long.valueOf(total(end, stream)) : null, cursor));
    }

    private static @Nullable Long from(Start start, Stream stream, OutputTracker tracker) {
        long position = tracker.position(stream);
        if (start instanceof Start.AtByte(var _, var offset)) {
            return Math.max(offset, position);
        }
        if (position >= 0) {
            return position;
        }
        return tracker.expected() == 1 ? Long.valueOf(0) : null;
    }

    private static long total(SessionEnd end, Stream stream) {
        return switch (stream) {
            case OUT -> end.outBytes();
            case ERR -> end.errBytes();
        };
    }
}
