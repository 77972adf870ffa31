package dev.signalbox.host.provider.parse;

import static dev.signalbox.host.provider.parse.Captured.only;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.signalbox.schemas.output.Item;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

final class ClaudeLinesTest {
    private static final Offset<Double> A_MILLIONTH = Offset.offset(1e-6);

    @Test
    void a_turn_is_its_session_its_pieces_its_text_its_usage_and_its_result() {
        var items = items("two-turns-tool-denied").subList(0, 5);

        assertThat(items.get(0))
                .isEqualTo(new Item.NativeSession("d3f0b82f-ef66-407c-b56c-c34e7fafce63", "claude-opus-5-5"));
        assertThat(items.get(1)).isEqualTo(new Item.TextDelta("You said: first turn"));
        assertThat(items.get(2)).isEqualTo(new Item.Text("You said: first turn"));
        assertThat(items.get(3)).isEqualTo(new Item.Usage(10, 5, 0, 0, 0.00014000000000000001));
        assertThat(items.get(4)).isInstanceOfSatisfying(Item.Result.class, result -> {
            assertThat(result.success()).isTrue();
            assertThat(result.text()).isEqualTo("You said: first turn");
            assertThat(result.usage()).isEqualTo(items.get(3));
            assertThat(result.durationMs()).isPositive();
            assertThat(result.turns()).isEqualTo(1);
        });
    }

    @Test
    void a_tool_call_that_works_starts_and_completes_under_its_own_name() {
        var items = items("tool-calls");

        var started = only(Item.ToolCallStarted.class, items).getFirst();
        assertThat(started.tool()).isEqualTo("Bash");
        assertThat(started.input()).containsEntry("command", "echo made > made.txt && cat made.txt");
        assertThat(only(Item.ToolCallCompleted.class, items))
                .containsExactly(new Item.ToolCallCompleted(started.callId(), "Bash", "made"));
    }

    @Test
    void a_tool_call_with_another_exit_code_fails_with_its_output() {
        assertThat(only(Item.ToolCallFailed.class, items("tool-calls")))
                .extracting(Item.ToolCallFailed::tool, Item.ToolCallFailed::error)
                .containsExactly(tuple("Bash", "Exit code 3\noops"));
    }

    @Test
    void a_tool_call_that_is_not_allowed_fails_once() {
        var failed = only(Item.ToolCallFailed.class, items("two-turns-tool-denied"));

        assertThat(failed).hasSize(1);
        assertThat(failed.getFirst().error()).contains("needs approval");
    }

    @Test
    void each_request_for_leave_names_the_tool_and_what_it_is_to_do() {
        assertThat(only(Item.ApprovalRequest.class, items("approvals")))
                .extracting(Item.ApprovalRequest::tool)
                .containsExactly("Bash", "AskUserQuestion", "Write");
        assertThat(only(Item.ApprovalRequest.class, items("approval-refused")).getFirst())
                .isEqualTo(new Item.ApprovalRequest(
                        "8decd61c-da1b-4f1f-ad69-9cb6a3802724",
                        "Bash",
                        Map.of(
                                "command", "echo asked > asked.txt && cat asked.txt",
                                "description", "asked by the prompt")));
    }

    @Test
    void the_cost_of_a_turn_is_its_own_although_claude_prints_that_of_the_whole_conversation() {
        var resumed = only(Item.Usage.class, items("resumed"));

        assertThat(resumed).hasSize(1);
        assertThat(resumed.getFirst().costUsd()).isCloseTo(0.00014, A_MILLIONTH);
    }

    @Test
    void without_figures_for_the_turn_the_cost_is_what_the_total_grew_by() {
        var parser = new ClaudeLines();
        var first =
                "{\"type\":\"result\",\"subtype\":\"success\",\"result\":\"\",\"total_cost_usd\":0.5,\"usage\":{\"input_tokens\":7}}";
        var second = first.replace("0.5", "0.75");

        parser.parse(first);

        assertThat(parser.parse(second).getFirst()).isEqualTo(new Item.Usage(7, 0, 0, 0, 0.25));
    }

    @Test
    void a_failing_service_fails_the_turn_and_the_session_goes_on() {
        var results = only(Item.Result.class, items("service-fails"));

        assertThat(results).extracting(Item.Result::success).containsExactly(false, true);
        assertThat(results.getFirst().text()).startsWith("API Error: 500");
    }

    @Test
    void retries_are_no_item_of_their_own_kind_but_are_not_dropped() {
        assertThat(only(Item.Raw.class, items("service-fails")))
                .singleElement()
                .satisfies(raw -> assertThat(raw.line()).contains("api_retry"));
    }

    @Test
    void a_session_that_cannot_be_resumed_says_so_in_its_result() {
        assertThat(only(Item.Result.class, items("resume-unknown")).getFirst())
                .satisfies(result -> assertThat(result.success()).isFalse())
                .satisfies(result -> assertThat(result.text()).startsWith("No conversation found"));
    }

    @Test
    void everything_in_the_captures_is_known_but_for_retries() {
        for (var name : List.of("two-turns-tool-denied", "tool-calls", "approvals", "approval-refused", "resumed")) {
            assertThat(only(Item.Raw.class, items(name))).as(name).isEmpty();
        }
    }

    @Test
    void lines_of_any_other_shape_stay_text() {
        var parser = new ClaudeLines();

        for (var line : List.of(
                "plain", "{", "{}", "[]", "null", "{\"type\":\"new\"}", "{\"type\":7}", "{\"a\":1} {\"b\":2}")) {
            assertThat(parser.parse(line)).as(line).containsExactly(new Item.Raw(line));
        }
    }

    @Test
    void known_types_without_their_members_do_not_throw() {
        var parser = new ClaudeLines();

        for (var type : List.of("system", "stream_event", "assistant", "user", "control_request", "result")) {
            assertThat(parser.parse("{\"type\":\"" + type + "\"}")).as(type).isNotNull();
        }
    }

    @Test
    void a_tool_result_of_a_call_that_was_not_seen_has_no_name() {
        var line =
                "{\"type\":\"user\",\"message\":{\"content\":[{\"type\":\"tool_result\",\"tool_use_id\":\"t\",\"content\":"
                    + "[{\"type\":\"text\",\"text\":\"a\"},{\"type\":\"image\"},{\"type\":\"text\",\"text\":\"b\"}]}]}}";

        assertThat(new ClaudeLines().parse(line)).containsExactly(new Item.ToolCallCompleted("t", "", "a\nb"));
    }

    private static List<Item> items(String capture) {
        return Captured.items(new ClaudeLines(), "claude/" + capture);
    }
}
