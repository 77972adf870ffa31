package dev.signalbox.api.dialect.orchestra;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.api.core.cursor.Cursor;
import dev.signalbox.schemas.output.Item;
import dev.signalbox.schemas.output.OutputRecord;
import dev.signalbox.schemas.output.OutputRecord.Kind;
import dev.signalbox.schemas.output.OutputRecord.Stream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ResponsesTest {
    private static final Instant NOW = Instant.parse("2026-11-20T09:00:00Z");
    private static final Cursor.Session AT = new Cursor.Session("sess-claude-1", 4, null);

    private static Said.ClaudeResponse response(Item item) {
        return Responses.of("sess-claude-1", item, "cur").orElseThrow();
    }

    private static OutputRecord bytes(long at, String text) {
        return new OutputRecord(
                "sess-claude-1", 1, Kind.BYTES, Stream.OUT, at, 1, text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void what_claude_says_is_a_response_without_actions() {
        assertThat(response(new Item.Text("I'll delegate this.")).json())
                .startsWith("{\"type\":\"claude_response\",\"content\":\"I'll delegate this.\",\"actions\":[],"
                        + "\"session_id\":\"sess-claude-1\",\"cursor\":\"cur\"}");
        assertThat(Responses.of("s", new Item.TextDelta("I'll"), "cur")).isEmpty();
        assertThat(Responses.of("s", new Item.Raw("{}"), "cur")).isEmpty();
    }

    @Test
    void a_request_for_leave_is_a_response_with_the_action_that_gives_it() {
        var response = response(new Item.ApprovalRequest("r1", "Bash", Map.of("command", "make test")));

        assertThat(response.content()).contains("Bash", "make test");
        assertThat(response.json())
                .contains("\"actions\":[{\"type\":\"approve_plan\",\"button_text\":\"Approve\",\"task_ids\":[],"
                        + "\"reply\":\"approve\"}]");
        assertThat(response(new Item.ApprovalRequest("r2", "AskUserQuestion", Map.of("questions", "which?")))
                        .actions())
                .isEmpty();
    }

    @Test
    void a_backlog_keeps_the_newest_lines_and_what_is_still_waited_for() {
        var backlog = Backlog.recent();
        backlog.bytes(bytes(0, "x".repeat(40_000)), AT, NOW);
        backlog.bytes(bytes(40_000, "rest of a line\nsecond\n" + "y".repeat(40_000)), AT, NOW);
        backlog.item(response(new Item.ApprovalRequest("r1", "Bash", Map.of())));

        assertThat(backlog.pieces())
                .singleElement()
                .satisfies(piece -> assertThat(new String(piece.bytes(), StandardCharsets.UTF_8))
                        .startsWith("second\nyyy"));
        assertThat(backlog.waiting()).isNotNull();
        backlog.item(null);
        assertThat(backlog.waiting()).isNull();
    }

    @Test
    void a_short_backlog_is_whole() {
        var backlog = Backlog.recent();
        backlog.bytes(bytes(0, "no line end"), AT, NOW);

        assertThat(backlog.pieces())
                .singleElement()
                .satisfies(piece -> assertThat(new String(piece.bytes(), StandardCharsets.UTF_8))
                        .isEqualTo("no line end"));
    }

    @Test
    void without_a_line_end_a_backlog_begins_with_a_character() {
        var backlog = Backlog.recent();
        byte[] text = "漢字".repeat(8_000).getBytes(StandardCharsets.UTF_8);
        backlog.bytes(bytes(0, "gone"), AT, NOW);
        backlog.bytes(
                new OutputRecord(
                        "sess-claude-1", 2, Kind.BYTES, Stream.OUT, 5, 1, Arrays.copyOfRange(text, 1, text.length)),
                AT,
                NOW);

        assertThat(new String(backlog.pieces().getFirst().bytes(), StandardCharsets.UTF_8))
                .startsWith("字漢")
                .doesNotContain("\ufffd");
    }

    @Test
    void a_screen_begins_with_its_keyframe_and_has_all_that_followed() {
        var backlog = Backlog.ofScreen();
        backlog.bytes(
                new OutputRecord(
                        "s", 7, Kind.KEYFRAME, Stream.OUT, 300_000, 1, "screen".getBytes(StandardCharsets.UTF_8)),
                AT,
                NOW);
        for (int i = 0; i < 4; i++) {
            backlog.bytes(bytes(300_000 + i * 30_000L, "z".repeat(30_000)), AT, NOW);
        }

        assertThat(backlog.pieces())
                .extracting(piece -> piece.bytes().length)
                .containsExactly(6, 30_000, 30_000, 30_000, 30_000);
    }
}
