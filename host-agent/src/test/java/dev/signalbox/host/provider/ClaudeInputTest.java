package dev.signalbox.host.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.schemas.codec.Json;
import dev.signalbox.schemas.output.Item;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ClaudeInputTest {
    private final ClaudeInput input = new ClaudeInput();

    @Test
    void a_prompt_is_one_line_whatever_it_contains() throws Exception {
        var prompt = "two\nlines, \"quotes\", \u0007 and 🙂";

        var bytes = new String(input.prompt(prompt), StandardCharsets.UTF_8);

        assertThat(bytes).endsWith("\n").containsOnlyOnce("\n");
        assertThat(json(bytes).at("/message/content/0/text").asText()).isEqualTo(prompt);
    }

    @Test
    void yes_allows_and_anything_else_refuses_with_it_as_the_reason() throws Exception {
        var request = new Item.ApprovalRequest("r", "Bash", Map.of("command", "ls"));

        assertThat(decision(request, " Yes ").path("behavior").asText()).isEqualTo("allow");
        assertThat(decision(request, "no, keep it").path("behavior").asText()).isEqualTo("deny");
        assertThat(decision(request, "no, keep it").path("message").asText()).isEqualTo("no, keep it");
        assertThat(json(answer(request, "y")).at("/response/request_id").asText())
                .isEqualTo("r");
    }

    @Test
    void a_text_answers_the_question_and_is_no_refusal() throws Exception {
        var request = new Item.ApprovalRequest(
                "r", "AskUserQuestion", Map.of("questions", List.of(Map.of("question", "Blue or green?"))));

        var decision = decision(request, "no colour");

        assertThat(decision.path("behavior").asText()).isEqualTo("allow");
        assertThat(decision.at("/updatedInput/answers").path("Blue or green?").asText())
                .isEqualTo("no colour");
        assertThat(decision.at("/updatedInput/questions/0/question").asText()).isEqualTo("Blue or green?");
    }

    private JsonNode decision(Item.ApprovalRequest request, String text) throws Exception {
        return json(answer(request, text)).at("/response/response");
    }

    private String answer(Item.ApprovalRequest request, String text) {
        return new String(input.answer(request, text), StandardCharsets.UTF_8);
    }

    private static JsonNode json(String line) throws Exception {
        return Json.mapper().readTree(line);
    }
}
