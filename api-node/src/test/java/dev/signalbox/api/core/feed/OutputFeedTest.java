package dev.signalbox.api.core.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.signalbox.api.core.RefusedException;
import dev.signalbox.api.core.cursor.Cursor;
import dev.signalbox.api.core.cursor.Hint;
import dev.signalbox.api.core.view.Views;
import dev.signalbox.api.stage.Entities;
import dev.signalbox.schemas.codec.Json;
import dev.signalbox.schemas.error.ErrorCode;
import dev.signalbox.schemas.output.OutputRecord;
import dev.signalbox.schemas.output.OutputRecord.Kind;
import dev.signalbox.schemas.output.OutputRecord.Stream;
import dev.signalbox.schemas.state.Cause;
import dev.signalbox.schemas.state.Session;
import dev.signalbox.schemas.state.StateRecord;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// The view of a session and the log of its output are read apart: each order in which they come is played.
final class OutputFeedTest {
    private static final String TEAM = "team";
    private static final String ID = "s-abcdefghijkmnpqr";
    private static final String HOST = "h-abcdefghijkmnpqr";
    private static final Duration SOON = Duration.ofMillis(100);

    private final FakeLog<OutputRecord> log = new FakeLog<>(0, 1_000);
    private final Views views = new Views();
    private final OutputFeeds feeds = new OutputFeeds(views, log, 1_000);
    private long n;

    private static Cause cause(Instant at) {
        return new Cause(Cause.Kind.COMMAND, "c", "c", null, "commands", 0, 0, at, null);
    }

    private Session show(Session session) {
        StateRecord record = new StateRecord(TEAM, ++n, session);
        views.apply(record, Json.encode(record));
        views.whole();
        return session;
    }

    private Session running() {
        return show(Entities.running(ID, HOST, false, cause(Instant.now())));
    }

    private void ended(Session session, Instant at) {
        show(Entities.ended(session, 0, 3, 0, cause(at)));
    }

    private void write(long seq, Kind kind, String text) {
        byte[] value = text.getBytes(StandardCharsets.UTF_8);
        log.append(
                ID,
                new OutputRecord(ID, seq, kind, Stream.OUT, seq == 1 ? 0 : 3, 1, value),
                value.length,
                Instant.now());
        log.moveTail(1);
    }

    private OutputFeed open(Start start, boolean follow) throws InterruptedException {
        return feeds.open(TEAM, ID, start, follow);
    }

    /// Steps until the stream is at its end or nothing more comes.
    private static List<String> steps(OutputFeed feed) throws InterruptedException {
        var told = new ArrayList<String>();
        while (true) {
            switch (feed.next(SOON)) {
                case OutputStep.Output(var record, _, _) ->
                    told.add(new String(record.value(), StandardCharsets.UTF_8));
                case OutputStep.Gap _ -> told.add("gap");
                case OutputStep.CaughtUp _ -> told.add("caught up");
                case OutputStep.End(_, var complete, _) -> {
                    told.add(complete ? "end" : "end, not complete");
                    return told;
                }
                case OutputStep.Idle _ -> {
                    return told;
                }
            }
        }
    }

    @Test
    void who_began_at_the_end_behind_the_last_record_of_a_live_session_is_told_that_it_is_over() throws Exception {
        Session session = running();
        log.openTail();
        write(1, Kind.BYTES, "abc");
        write(2, Kind.END, "");
        try (OutputFeed feed = open(new Start.End(), true)) {
            assertThat(steps(feed)).containsExactly("caught up");

            ended(session, Instant.now());

            assertThat(steps(feed)).endsWith("end").doesNotContain("abc");
        }
    }

    @Test
    void the_end_of_a_session_is_found_in_front_of_a_place_behind_all_of_it() throws Exception {
        ended(running(), Instant.now());
        log.openTail();
        write(1, Kind.BYTES, "abc");
        write(2, Kind.END, "");
        Cursor.Session behindAll = new Cursor.Session(ID, 0, new Hint(new UUID(1, 1), 0, 2));
        for (Start start : List.of(
                new Start.End(), new Start.Since(Instant.now().plusSeconds(60)), new Start.Behind("from", behindAll))) {
            for (boolean follow : List.of(true, false)) {
                try (OutputFeed feed = open(start, follow)) {
                    assertThat(steps(feed)).endsWith("end").doesNotContain("abc");
                }
            }
        }
    }

    @Test
    void all_bytes_are_not_the_end_while_items_may_be_on_their_way() throws Exception {
        ended(running(), Instant.now());
        log.openTail();
        write(1, Kind.BYTES, "abc");
        for (boolean follow : List.of(true, false)) {
            try (OutputFeed feed = open(new Start.Beginning(), follow)) {
                assertThat(steps(feed)).startsWith("abc").doesNotContain("end").hasSize(follow ? 2 : 1);
            }
        }
        try (OutputFeed feed = open(new Start.Beginning(), false)) {
            assertThat(steps(feed)).containsExactly("abc");

            write(2, Kind.ITEM, "{}");
            write(3, Kind.END, "");

            assertThat(steps(feed)).containsExactly("{}", "end");
        }
    }

    @Test
    void all_bytes_are_the_end_when_it_has_had_its_time() throws Exception {
        ended(running(), Instant.now().minusSeconds(60));
        write(1, Kind.BYTES, "abc");
        try (OutputFeed feed = open(new Start.Beginning(), false)) {
            assertThat(steps(feed)).contains("abc").endsWith("end");
        }
    }

    @Test
    void a_reader_of_what_is_there_goes_on_when_the_rest_never_comes() throws Exception {
        ended(running(), Instant.now().minusSeconds(60));
        try (OutputFeed feed = open(new Start.Beginning(), false)) {
            assertThat(steps(feed)).containsExactly("caught up");
        }
    }

    @Test
    void a_cursor_of_the_future_is_refused_whether_or_not_the_last_record_is_there() throws Exception {
        ended(running(), Instant.now());
        log.openTail();
        write(1, Kind.BYTES, "abc");
        assertRefused(new Cursor.Session(ID, 100, null), ErrorCode.CURSOR_INVALID);

        write(2, Kind.END, "");
        assertRefused(new Cursor.Session(ID, 100, null), ErrorCode.CURSOR_INVALID);
        try (OutputFeed feed = open(new Start.Behind("from", new Cursor.Session(ID, 2, null)), true)) {
            assertThat(steps(feed)).containsExactly("end");
        }
    }

    @Test
    void a_node_that_has_not_read_of_a_host_yet_refuses_no_cursor_of_its_output_for_good() {
        show(Entities.requested(ID, Entities.spec(false), cause(Instant.now())));
        assertRefused(new Cursor.Session(ID, 4, new Hint(new UUID(1, 1), 0, 9)), ErrorCode.UNAVAILABLE);
        assertRefused(new Cursor.Session(ID, 4, null), ErrorCode.CURSOR_INVALID);
    }

    @Test
    void who_waits_at_the_end_of_a_session_without_a_host_gets_its_first_bytes() throws Exception {
        show(Entities.requested(ID, Entities.spec(false), cause(Instant.now())));
        log.openTail();
        try (OutputFeed feed = open(new Start.End(), true)) {
            write(1, Kind.BYTES, "abc");
            running();

            assertThat(steps(feed)).startsWith("abc");
        }
    }

    private void assertRefused(Cursor.Session cursor, ErrorCode code) {
        for (boolean follow : List.of(true, false)) {
            assertThatExceptionOfType(RefusedException.class)
                    .isThrownBy(() -> open(new Start.Behind("from", cursor), follow))
                    .satisfies(e -> assertThat(e.refusal().code()).isEqualTo(code));
        }
    }
}
