package dev.signalbox.api.core.feed;

import dev.signalbox.schemas.output.OutputRecord;
import dev.signalbox.schemas.output.OutputRecord.Kind;
import dev.signalbox.schemas.output.OutputRecord.Stream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Makes one session's stream out of the records of its host's partition: a record counts once, in the order of
/// `seq`; behind a FENCE, records of a lower incarnation do not exist; bytes that were given already are cut off;
/// what is missing is said. Not thread-safe.
final class OutputTracker {
    /// Not known yet.
    private static final long UNKNOWN = -1;

    private final Skip skip;
    private boolean begun;
    private long expected;
    private long floor;
    private final Map<Stream, Long> ends = new EnumMap<>(Stream.class);
    private boolean ended;
    private boolean gaps;

    /// What is read but not given, before the stream begins.
    sealed interface Skip {
        record Nothing() implements Skip {}

        record UntilSeq(long seq) implements Skip {}

        record UntilByte(Stream stream, long offset) implements Skip {}

        record UntilTime(Instant time) implements Skip {}

        record UntilOffset(long offset) implements Skip {}
    }

    /// What comes of a record.
    sealed interface Piece {
        /// @param record perhaps shortened at its front
        record Whole(OutputRecord record) implements Piece {}

        record Missing(
                long fromSeq,
                long toSeq,
                @Nullable Long fromByte,
                @Nullable Long toByte) implements Piece {}
    }

    /// @param expected the `seq` that the first record must have; 0: any
    OutputTracker(long expected, Skip skip) {
        this.expected = expected;
        this.skip = skip;
    }

    /// The next `seq`; 0 when it is not known.
    long expected() {
        return expected;
    }

    /// Whether the END record was seen.
    boolean ended() {
        return ended;
    }

    boolean gaps() {
        return gaps;
    }

    /// The offset behind the last byte of a stream; -1 when none was seen.
    long position(Stream stream) {
        return ends.getOrDefault(stream, UNKNOWN);
    }

    /// Whether a record would leave a hole in front of it.
    boolean wouldMiss(LogEntry<OutputRecord> entry) {
        OutputRecord record = entry.value();
        return expected > 0 && record.kind() != Kind.FENCE && record.incarnation() >= floor && record.seq() > expected;
    }

    List<Piece> accept(LogEntry<OutputRecord> entry) {
        OutputRecord record = entry.value();
        if (record.kind() == Kind.FENCE) {
            floor = Math.max(floor, record.incarnation());
            return List.of();
        }
        if (record.incarnation() < floor || (expected > 0 && record.seq() < expected)) {
            return List.of();
        }
        // A record of an incarnation stands behind that incarnation's fence, even when the fence was not read.
        floor = record.incarnation();
        List<Piece> pieces = new ArrayList<>();
        long had = position(record.stream());
        Piece.Missing missing = missing(record, had);
        if (missing != null) {
            gaps = true;
            pieces.add(missing);
        }
        expected = record.seq() + 1;
        ended |= record.kind() == Kind.END;
        if (record.kind() == Kind.BYTES) {
            ends.put(record.stream(), Math.max(had, record.endByte()));
        }
        OutputRecord left = begin(entry, cut(record, had));
        if (left == null) {
            // What is missing before the place that was asked for is nobody's loss.
            return begun ? pieces : List.of();
        }
        pieces.add(new Piece.Whole(left));
        return pieces;
    }

    private Piece.@Nullable Missing missing(OutputRecord record, long had) {
        Long from = had == UNKNOWN ? null : Long.valueOf(had);
        if (!begun && skip instanceof Skip.UntilByte(var stream, var offset)) {
            return record.kind() == Kind.BYTES
                            && record.stream() == stream
                            && record.streamByte() > Math.max(had, offset)
                    ? new Piece.Missing(
                            Math.max(1, expected), Math.max(1, record.seq() - 1), offset, record.streamByte())
                    : null;
        }
        long wanted = !begun && skip instanceof Skip.UntilSeq(var seq) ? Math.max(seq, expected) : expected;
        if (wanted > 0 && record.seq() > wanted) {
            Long lost = from == null && wanted == 1 ? Long.valueOf(0) : from;
            return new Piece.Missing(wanted, record.seq() - 1, lost, record.streamByte());
        }
        return record.kind() == Kind.BYTES && had != UNKNOWN && record.streamByte() > had
                ? new Piece.Missing(record.seq(), record.seq(), had, record.streamByte())
                : null;
    }

    /// The record without what was given before; null when nothing is left.
    private static @Nullable OutputRecord cut(OutputRecord record, long from) {
        if (record.kind() != Kind.BYTES || from <= record.streamByte()) {
            return record;
        }
        if (from >= record.endByte()) {
            return null;
        }
        int at = Math.toIntExact(from - record.streamByte());
        return new OutputRecord(
                record.sessionId(),
                record.seq(),
                record.kind(),
                record.stream(),
                from,
                record.incarnation(),
                Arrays.copyOfRange(record.value(), at, record.value().length));
    }

    private @Nullable OutputRecord begin(LogEntry<OutputRecord> entry, @Nullable OutputRecord record) {
        if (record == null || begun) {
            return record;
        }
        boolean here = switch (skip) {
            case Skip.Nothing _ -> true;
            case Skip.UntilSeq(var seq) -> record.seq() >= seq;
            case Skip.UntilByte(var stream, var offset) ->
                record.kind() == Kind.END
                        || (record.kind() == Kind.BYTES && record.stream() == stream && record.endByte() > offset);
            case Skip.UntilTime(var time) -> entry.timestamp() >= time.toEpochMilli();
            case Skip.UntilOffset(var offset) -> entry.offset() >= offset;
        };
        if (!here) {
            return null;
        }
        begun = true;
        return skip instanceof Skip.UntilByte(var stream, var offset) && record.stream() == stream
                ? cut(record, offset)
                : record;
    }
}
