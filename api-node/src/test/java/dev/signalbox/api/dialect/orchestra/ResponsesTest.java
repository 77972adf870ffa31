package dev.signalbox.api.dialect.orchestra;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.api.core.cursor.Cursor;
import dev.signalbox.schemas.output.Item;
import dev.signalbox.schemas.output.OutputRecord;
import dev.signalbox.schemas.output.OutputRecord.Kind;
import dev.signalbox.schemas.output.OutputRecord.Stream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ResponsesTest {
    private static final Cursor.Session AT = new Cursor.Session("sess-claude-1", 4, null);

    private static Said.ClaudeResponse response(Item item) {
        return Responses.of("sess-claude-1", item, AT).orElseThrow();
    }

    private static OutputRecord bytes(long at, String text) {
        return new OutputRecord(
                "sess-claude-1", 1, Kind.BYTES, Stream.OUT, at, 1, text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void what_claude_says_is_a_response_without_actions() {
        assertThat(response(new Item.Text("I'll delegate this.")).json())
                .startsWith("{\"type\":\"claude_response\",\"content\":\"I'll delegate this.\",\"actions\":[],"
                        + "\"session_id\":\"sess-claude-1\",\"cursor\":");
        assertThat(Responses.of("s", new Item.TextDelta("I'll"), AT)).isEmpty();
        assertThat(Responses.of("s", new Item.Raw("{}"), AT)).isEmpty();
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
        var backlog = new Backlog();
        backlog.bytes(bytes(0, "x".repeat(40_000)), AT);
        backlog.bytes(bytes(40_000, "rest of a line\nsecond\n" + "y".repeat(40_000)), AT);
        backlog.item(response(new Item.ApprovalRequest("r1", "Bash", Map.of())), bytes(0, ""));

        assertThat(backlog.pieces())
                .singleElement()
                .satisfies(piece -> assertThat(new String(piece.bytes(), StandardCharsets.UTF_8))
                        .startsWith("second\nyyy"));
        assertThat(backlog.waiting()).isNotNull();
        backlog.item(null, bytes(0, ""));
        assertThat(backlog.waiting()).isNull();
    }

    @Test
    void a_short_backlog_is_whole() {
        var backlog = new Backlog();
        backlog.bytes(bytes(0, "no line end"), AT);

        assertThat(backlog.pieces())
                .singleElement()
                .satisfies(piece -> assertThat(new String(piece.bytes(), StandardCharsets.UTF_8))
                        .isEqualTo("no line end"));
    }
}
