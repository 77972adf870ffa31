package dev.signalbox.api.core.feed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.api.core.feed.OutputTracker.Piece;
import dev.signalbox.api.core.feed.OutputTracker.Skip;
import dev.signalbox.schemas.output.OutputRecord;
import dev.signalbox.schemas.output.OutputRecord.Kind;
import dev.signalbox.schemas.output.OutputRecord.Stream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class OutputTrackerTest {
    private long offset;

    private LogEntry<OutputRecord> entry(OutputRecord record) {
        return new LogEntry<>(
                offset++,
                1_000 + offset,
                record.sessionId(),
                record.kind() == Kind.FENCE,
                record.value().length,
                record);
    }

    private LogEntry<OutputRecord> out(long seq, long at, long incarnation, String text) {
        return bytes(seq, Stream.OUT, at, incarnation, text);
    }

    private LogEntry<OutputRecord> bytes(long seq, Stream stream, long at, long incarnation, String text) {
        return entry(
                new OutputRecord("s", seq, Kind.BYTES, stream, at, incarnation, text.getBytes(StandardCharsets.UTF_8)));
    }

    private LogEntry<OutputRecord> end(long seq, long at) {
        return entry(new OutputRecord("s", seq, Kind.END, Stream.OUT, at, 1, new byte[0]));
    }

    @SafeVarargs
    private static List<String> give(OutputTracker tracker, LogEntry<OutputRecord>... entries) {
        List<String> given = new ArrayList<>();
        for (LogEntry<OutputRecord> entry : entries) {
            for (Piece piece : tracker.accept(entry)) {
                given.add(
                        switch (piece) {
                            case Piece.Whole(var record) ->
                                record.kind() == Kind.END
                                        ? "END"
                                        : record.streamByte() + ":"
                                                + new String(record.value(), StandardCharsets.UTF_8);
                            case Piece.Missing(var from, var to, var fromByte, var toByte) ->
                                "gap " + from + "-" + to + " bytes " + fromByte + "-" + toByte;
                        });
            }
        }
        return given;
    }

    private static OutputTracker fromStart() {
        return new OutputTracker(1, new Skip.Nothing());
    }

    @Test
    void records_come_in_the_order_of_their_sequence_and_repeats_are_dropped() {
        var tracker = fromStart();

        var given = give(
                tracker,
                out(1, 0, 1, "ab"),
                out(2, 2, 1, "cd"),
                out(1, 0, 1, "ab"),
                out(2, 2, 1, "cd"),
                out(3, 4, 1, "ef"),
                end(4, 6));

        assertThat(given).containsExactly("0:ab", "2:cd", "4:ef", "END");
        assertThat(tracker.ended()).isTrue();
        assertThat(tracker.gaps()).isFalse();
        assertThat(tracker.position(Stream.OUT)).isEqualTo(6);
    }

    @Test
    void behind_a_fence_records_of_a_lower_incarnation_do_not_exist() {
        var given = give(
                fromStart(),
                entry(OutputRecord.fence(1)),
                out(1, 0, 1, "ab"),
                entry(OutputRecord.fence(2)),
                out(2, 2, 1, "late"),
                out(2, 2, 2, "cd"),
                out(3, 6, 1, "later"),
                out(3, 4, 2, "ef"));

        assertThat(given).containsExactly("0:ab", "2:cd", "4:ef");
    }

    @Test
    void a_record_of_an_incarnation_proves_the_fence_that_was_not_read() {
        var given = give(fromStart(), out(1, 0, 5, "ab"), out(2, 2, 4, "late"), out(2, 2, 5, "cd"));

        assertThat(given).containsExactly("0:ab", "2:cd");
    }

    @Test
    void a_hole_in_the_sequence_is_said_and_never_passed_over() {
        var tracker = fromStart();

        var given = give(tracker, out(1, 0, 1, "ab"), out(4, 10, 1, "cd"));

        assertThat(given).containsExactly("0:ab", "gap 2-3 bytes 2-10", "10:cd");
        assertThat(tracker.gaps()).isTrue();
    }

    @Test
    void bytes_that_were_given_are_cut_off_and_missing_ones_are_said_even_under_one_sequence() {
        var given = give(fromStart(), out(1, 0, 1, "abc"), out(2, 1, 1, "bcde"), out(3, 2, 1, "c"), out(4, 9, 1, "z"));

        assertThat(given).containsExactly("0:abc", "3:de", "gap 4-4 bytes 5-9", "9:z");
    }

    @Test
    void both_streams_have_their_own_bytes() {
        var given = give(
                fromStart(),
                out(1, 0, 1, "ab"),
                bytes(2, Stream.ERR, 0, 1, "xy"),
                out(3, 2, 1, "cd"),
                bytes(4, Stream.ERR, 2, 1, "z"));

        assertThat(given).containsExactly("0:ab", "0:xy", "2:cd", "2:z");
    }

    @Test
    void a_resumed_stream_gives_what_is_behind_its_sequence() {
        var tracker = new OutputTracker(2, new Skip.UntilSeq(3));

        assertThat(give(tracker, out(2, 2, 1, "cd"), out(3, 4, 1, "ef"), out(4, 6, 1, "gh")))
                .containsExactly("4:ef", "6:gh");
    }

    @Test
    void a_resumed_stream_says_what_is_missing_behind_its_sequence_only() {
        assertThat(give(new OutputTracker(2, new Skip.UntilSeq(7)), out(2, 2, 1, "cd"), out(9, 40, 1, "z")))
                .containsExactly("gap 7-8 bytes 4-40", "40:z");
        assertThat(give(new OutputTracker(0, new Skip.UntilSeq(7)), out(9, 40, 1, "z")))
                .containsExactly("gap 7-8 bytes null-40", "40:z");
        assertThat(give(
                        new OutputTracker(0, new Skip.UntilSeq(7)),
                        out(5, 20, 1, "w"),
                        out(6, 21, 1, "x"),
                        out(7, 22, 1, "y")))
                .containsExactly("22:y");
    }

    @Test
    void a_stream_can_begin_in_the_middle_of_a_record() {
        var tracker = new OutputTracker(1, new Skip.UntilByte(Stream.OUT, 3));

        assertThat(give(
                        tracker,
                        out(1, 0, 1, "ab"),
                        bytes(2, Stream.ERR, 0, 1, "warn"),
                        out(3, 2, 1, "cdef"),
                        bytes(4, Stream.ERR, 4, 1, "more")))
                .containsExactly("3:def", "4:more");
    }

    @Test
    void bytes_that_are_asked_for_and_gone_are_a_gap() {
        assertThat(give(new OutputTracker(1, new Skip.UntilByte(Stream.OUT, 3)), out(8, 50, 1, "x")))
                .containsExactly("gap 1-7 bytes 3-50", "50:x");
    }

    @Test
    void a_stream_can_begin_at_a_time_or_an_offset() {
        offset = 0;
        assertThat(give(
                        new OutputTracker(0, new Skip.UntilTime(Instant.ofEpochMilli(1_002))),
                        out(4, 10, 1, "a"),
                        out(5, 11, 1, "b"),
                        out(6, 12, 1, "c")))
                .containsExactly("11:b", "12:c");
        offset = 0;
        assertThat(give(new OutputTracker(4, new Skip.UntilOffset(1)), out(4, 10, 1, "a"), out(5, 11, 1, "b")))
                .containsExactly("11:b");
    }

    @Test
    void what_is_missing_before_the_place_that_was_asked_for_is_nobodys_loss() {
        offset = 0;
        assertThat(give(
                        new OutputTracker(4, new Skip.UntilOffset(2)),
                        out(4, 10, 1, "a"),
                        out(7, 20, 1, "b"),
                        out(8, 21, 1, "c")))
                .containsExactly("21:c");
    }

    @Test
    void whether_a_record_would_leave_a_hole_is_known_before_it_is_taken() {
        var tracker = fromStart();
        give(tracker, out(1, 0, 2, "ab"));

        assertThat(tracker.wouldMiss(out(3, 9, 2, "x"))).isTrue();
        assertThat(tracker.wouldMiss(out(2, 2, 2, "x"))).isFalse();
        assertThat(tracker.wouldMiss(out(3, 9, 1, "zombie"))).isFalse();
        assertThat(tracker.wouldMiss(entry(OutputRecord.fence(3)))).isFalse();
    }
}
