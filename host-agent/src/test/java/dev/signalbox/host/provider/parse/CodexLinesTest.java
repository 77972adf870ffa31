package dev.signalbox.host.provider.parse;

import static dev.signalbox.host.provider.parse.Captured.only;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.schemas.output.Item;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class CodexLinesTest {
    @Test
    void a_turn_is_its_thread_its_text_its_usage_and_its_result() {
        var usage = new Item.Usage(10, 5, 0, 0, null);

        assertThat(items("text"))
                .containsExactly(
                        new Item.NativeSession("01a1f7b0-2876-7292-8f03-02805eaa8ded", null),
                        new Item.Text("You said: hello there"),
                        usage,
                        new Item.Result(true, "You said: hello there", usage, null, null));
    }

    @Test
    void a_resumed_turn_counts_only_its_own_tokens() {
        var parser = new CodexLines(new Item.Usage(10, 5, 0, 0, null));

        assertThat(only(Item.Usage.class, Captured.items(parser, "codex/resumed")))
                .containsExactly(new Item.Usage(10, 5, 0, 0, null));
    }

    @Test
    void cached_tokens_are_not_counted_as_input_too() {
        var line =
                "{\"type\":\"turn.completed\",\"usage\":{\"input_tokens\":100,\"cached_input_tokens\":60,\"output_tokens\":5}}";

        assertThat(new CodexLines().parse(line).getFirst()).isEqualTo(new Item.Usage(40, 5, 60, 0, null));
    }

    @Test
    void a_command_starts_and_completes() {
        var items = items("tool-call");

        assertThat(only(Item.ToolCallStarted.class, items))
                .containsExactly(new Item.ToolCallStarted(
                        "item_0", "shell", Map.of("command", "/bin/bash -c 'echo made > cmade.txt && cat cmade.txt'")));
        assertThat(only(Item.ToolCallCompleted.class, items))
                .containsExactly(new Item.ToolCallCompleted("item_0", "shell", "made\n"));
    }

    @Test
    void a_command_that_fails_tells_its_exit_code() {
        assertThat(only(Item.ToolCallFailed.class, items("tool-call-fails")))
                .containsExactly(new Item.ToolCallFailed("item_0", "shell", "exit code 3\noops\n"));
    }

    @Test
    void a_patch_names_the_files_that_it_changes() {
        assertThat(only(Item.ToolCallCompleted.class, items("file-change")))
                .containsExactly(new Item.ToolCallCompleted("item_0", "file_change", "add /project/cw.txt"));
    }

    @Test
    void a_failing_service_fails_the_turn_and_its_retries_stay_text() {
        var items = items("service-fails");

        assertThat(only(Item.Result.class, items)).singleElement().satisfies(result -> {
            assertThat(result.success()).isFalse();
            assertThat(result.text()).contains("high demand");
        });
        assertThat(only(Item.Raw.class, items)).hasSize(6);
    }

    @Test
    void a_warning_stays_text() {
        assertThat(only(Item.Raw.class, items("unknown-model")))
                .singleElement()
                .satisfies(raw -> assertThat(raw.line()).contains("Model metadata for `other` not found"));
    }

    @Test
    void lines_of_any_other_shape_stay_text() {
        var parser = new CodexLines();

        for (var line : List.of("Reading additional input from stdin...", "{\"type\":\"new\"}", "{\"type\":")) {
            assertThat(parser.parse(line)).as(line).containsExactly(new Item.Raw(line));
        }
    }

    @Test
    void known_types_without_their_members_do_not_throw() {
        var parser = new CodexLines();

        for (var type : List.of("thread.started", "item.started", "item.completed", "turn.completed", "turn.failed")) {
            assertThat(parser.parse("{\"type\":\"" + type + "\"}")).as(type).isNotNull();
        }
    }

    private static List<Item> items(String capture) {
        return Captured.items(new CodexLines(), "codex/" + capture);
    }
}
