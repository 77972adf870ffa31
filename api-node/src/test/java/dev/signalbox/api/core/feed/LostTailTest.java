package dev.signalbox.api.core.feed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.api.core.cursor.Cursor;
import dev.signalbox.api.core.feed.OutputTracker.Skip;
import dev.signalbox.schemas.output.OutputRecord;
import dev.signalbox.schemas.output.OutputRecord.Kind;
import dev.signalbox.schemas.output.OutputRecord.Stream;
import dev.signalbox.schemas.state.OutputIndex;
import dev.signalbox.schemas.state.SessionEnd;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// Of a session that put out 100 bytes and ended.
final class LostTailTest {
    private static final Instant ENDED = Instant.parse("2026-11-20T10:00:00Z");
    private static final SessionEnd END =
            new SessionEnd(ENDED, true, 0, null, null, null, 100, 40, null, null, List.of());
    private static final Cursor.Session BEHIND = new Cursor.Session("s", 0, null);

    private static boolean lost(long begin, long end, OptionalLong sinceEnd) {
        return LostTail.lost(new LogSource.Bounds(new UUID(1, 1), begin, end), sinceEnd);
    }

    private static Optional<OutputStep.Gap> gap(Start start, boolean held) {
        return LostTail.gap(END, start, held, new OutputTracker(0, new Skip.Nothing()), List.of(), BEHIND);
    }

    private static Start behind(long seq) {
        return new Start.Behind("cursor", new Cursor.Session("s", seq, null));
    }

    @Test
    void it_is_lost_when_the_log_begins_behind_the_end_of_the_session() {
        assertThat(lost(7, 7, OptionalLong.empty())).as("an emptied log").isTrue();
        assertThat(lost(7, 9, OptionalLong.of(7))).isTrue();
        assertThat(lost(7, 9, OptionalLong.of(8))).as("one record is older").isFalse();
        assertThat(lost(7, 9, OptionalLong.empty())).as("all are older").isFalse();
        assertThat(lost(0, 0, OptionalLong.empty()))
                .as("a log that never lost any")
                .isFalse();
        assertThat(lost(0, 9, OptionalLong.of(0))).as("the same").isFalse();
    }

    @Test
    void who_began_where_it_would_be_lacks_it() {
        assertThat(gap(new Start.Beginning(), false)).isPresent();
        assertThat(gap(new Start.Keyframe(), false)).isPresent();
        assertThat(gap(new Start.Since(ENDED.minusMillis(1)), false)).isPresent();
        assertThat(gap(new Start.AtByte(Stream.OUT, 99), false)).isPresent();
        assertThat(gap(new Start.AtByte(Stream.ERR, 39), false)).isPresent();
        assertThat(gap(behind(3), true)).isPresent();
        assertThat(gap(behind(0), false)).as("its place is gone").isPresent();
    }

    @Test
    void who_began_behind_it_lacks_nothing() {
        assertThat(gap(new Start.End(), false)).isEmpty();
        assertThat(gap(new Start.Since(ENDED), false)).isEmpty();
        assertThat(gap(new Start.AtByte(Stream.OUT, 100), false)).isEmpty();
        assertThat(gap(new Start.AtByte(Stream.ERR, 40), false)).isEmpty();
        assertThat(gap(behind(0), true)).as("it began at a place that is there").isEmpty();
    }

    @Test
    void what_is_lacking_begins_behind_what_was_given_and_reaches_to_what_is_known_of() {
        var tracker = new OutputTracker(1, new Skip.Nothing());
        var first = new OutputRecord("s", 1, Kind.BYTES, Stream.OUT, 0, 1, new byte[30]);
        assertThat(tracker.accept(new LogEntry<>(0, 1, "s", false, 30, first))).hasSize(1);
        var points = List.of(new OutputIndex.Point(60, 4, 11, ENDED));

        assertThat(LostTail.gap(END, new Start.Beginning(), false, tracker, points, BEHIND))
                .contains(new OutputStep.Gap(2, 4, 30L, 100L, BEHIND));
        assertThat(LostTail.gap(END, new Start.AtByte(Stream.OUT, 50), false, tracker, points, BEHIND))
                .contains(new OutputStep.Gap(2, 4, 50L, 100L, BEHIND));
        assertThat(LostTail.gap(END, behind(3), true, tracker, points, BEHIND))
                .contains(new OutputStep.Gap(4, 4, 30L, 100L, BEHIND));
    }
}
