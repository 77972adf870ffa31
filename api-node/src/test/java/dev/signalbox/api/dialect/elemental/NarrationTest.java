package dev.signalbox.api.dialect.elemental;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.api.dialect.elemental.Narration.Part;
import dev.signalbox.api.stage.Entities;
import dev.signalbox.schemas.output.OutputRecord;
import dev.signalbox.schemas.output.OutputRecord.Kind;
import dev.signalbox.schemas.output.OutputRecord.Stream;
import dev.signalbox.schemas.state.Cause;
import dev.signalbox.schemas.state.Session;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class NarrationTest {
    private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");
    private static final Cause CAUSE = new Cause(Cause.Kind.COMMAND, "c", "c", null, "commands", 0, 0, NOW, null);
    private static final Session SESSION = Entities.running("session-1", "h-1", false, CAUSE);

    private final Narration narration = Narration.from(SESSION.spec(), 0);

    private static OutputRecord record(Stream stream, long at, String text) {
        return new OutputRecord("session-1", 1, Kind.BYTES, stream, at, 1, text.getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> told(List<Part> parts) {
        return parts.stream()
                .map(part -> switch (part) {
                    case Part.Happened(var event) ->
                        event.end() + " " + event.json().path("content").asText();
                    case Part.Missing(long from, long to) -> from + ".." + to + " is missing";
                })
                .toList();
    }

    @Test
    void what_is_missing_is_said_between_the_events() {
        assertThat(told(narration.take(record(Stream.OUT, 0, "one\nhalf"), NOW)))
                .containsExactly("4 one");
        assertThat(told(narration.take(record(Stream.OUT, 100, "rest\ntwo\n"), NOW)))
                .containsExactly("8 half", "8..100 is missing", "105 rest", "109 two");
    }

    /// Its offsets are those of another stream.
    @Test
    void what_is_missing_of_standard_error_is_missed_by_no_client() {
        assertThat(told(narration.take(record(Stream.OUT, 0, "a"), NOW))).isEmpty();
        assertThat(told(narration.take(record(Stream.ERR, 5_000, "error\n"), NOW)))
                .isEmpty();
        assertThat(told(narration.take(record(Stream.OUT, 1, "b\n"), NOW))).containsExactly("3 ab");
    }

    @Test
    void what_is_missing_before_the_end_is_said_too() {
        narration.take(record(Stream.OUT, 0, "one\n"), NOW);

        assertThat(told(narration.finish(Entities.ended(SESSION, 0, 10, 99, CAUSE))))
                .containsExactly("4..10 is missing");
    }

    @Test
    void a_complete_session_ends_without_a_word_but_for_its_last_line() {
        narration.take(record(Stream.OUT, 0, "one\ntwo"), NOW);

        assertThat(told(narration.finish(Entities.ended(SESSION, 0, 7, 0, CAUSE))))
                .containsExactly("7 two");
    }

    /// A replay tells when things happened, not when it is sent.
    @Test
    void every_event_is_of_the_time_when_its_output_came() {
        var parts = new ArrayList<>(narration.take(record(Stream.OUT, 0, "one\ntw"), NOW));
        parts.addAll(narration.take(record(Stream.OUT, 6, "o\nthree"), NOW.plusSeconds(5)));
        parts.addAll(narration.finish(Entities.ended(SESSION, 0, 13, 0, CAUSE)));

        assertThat(parts)
                .extracting(part ->
                        ((Part.Happened) part).event().json().path("receivedAt").asText())
                .containsExactly("2026-11-20T10:00:00.000Z", "2026-11-20T10:00:05.000Z", "2026-11-20T10:00:05.000Z");
    }

    @Test
    void who_begins_now_misses_nothing_of_what_was_before() {
        var late = Narration.fromNow(SESSION.spec());

        assertThat(told(late.take(record(Stream.OUT, 500, "later\n"), NOW))).containsExactly("6 later");
        assertThat(told(Narration.fromNow(SESSION.spec()).finish(Entities.ended(SESSION, 0, 9, 0, CAUSE))))
                .isEmpty();
    }
}
