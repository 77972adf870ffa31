package dev.signalbox.host.provider;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalbox.host.provider.parse.Activities;
import dev.signalbox.schemas.codec.Json;
import dev.signalbox.schemas.output.Item;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// One JSON line a message, as `claude --input-format stream-json` reads them.
///
/// An answer to a request for leave is one of [#YES]; any other text refuses, and Claude is told it as the reason. An
/// answer to a question is the text itself.
final class ClaudeInput implements InputFormat {
    static final Set<String> YES = Set.of("y", "yes", "ok", "allow", "approve", "approved");

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    @Override
    public byte[] prompt(String text) {
        var line = JSON.objectNode().put("type", "user");
        var message = line.putObject("message").put("role", "user");
        message.putArray("content").addObject().put("type", "text").put("text", text);
        return bytes(line);
    }

    @Override
    public byte[] answer(Item.ApprovalRequest request, String text) {
        var line = JSON.objectNode().put("type", "control_response");
        var response = line.putObject("response").put("subtype", "success").put("request_id", request.requestId());
        var decision = response.putObject("response");
        if (request.tool().equals(Activities.QUESTION_TOOL)) {
            decision.put("behavior", "allow").set("updatedInput", answered(request.input(), text));
        } else if (YES.contains(text.strip().toLowerCase(Locale.ROOT))) {
            decision.put("behavior", "allow");
        } else {
            decision.put("behavior", "deny").put("message", text.isBlank() ? "refused" : text);
        }
        return bytes(line);
    }

    /// The text answers every question of the request: there is seldom more than one.
    private static ObjectNode answered(Map<String, Object> input, String text) {
        ObjectNode updated = Json.mapper().valueToTree(input);
        var answers = updated.putObject("answers");
        if (input.get("questions") instanceof List<?> questions) {
            for (var question : questions) {
                if (question instanceof Map<?, ?> members && members.get("question") instanceof String asked) {
                    answers.put(asked, text);
                }
            }
        }
        return updated;
    }

    private static byte[] bytes(ObjectNode line) {
        return (line + "\n").getBytes(StandardCharsets.UTF_8);
    }
}
