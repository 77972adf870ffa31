package dev.signalbox.api.dialect.orchestra;

import dev.signalbox.schemas.codec.Json;
import dev.signalbox.schemas.output.Item;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// What of a session's structured output is a `claude_response`: what it says, and what it asks leave for. Pure.
final class Responses {
    private static final String QUESTION = "AskUserQuestion";
    private static final int MAX_INPUT = 2_000;

    private Responses() {}

    static Optional<Said.ClaudeResponse> of(String session, Item item, String cursor) {
        return switch (item) {
            case Item.Text(var text) -> Optional.of(response(session, text, List.of(), cursor));
            case Item.ApprovalRequest request ->
                Optional.of(response(session, asked(request), actions(request), cursor));
            case Item.TextDelta _,
                    Item.Thinking _,
                    Item.ToolCallStarted _,
                    Item.ToolCallCompleted _,
                    Item.ToolCallFailed _,
                    Item.Usage _,
                    Item.Result _,
                    Item.NativeSession _,
                    Item.Raw _ -> Optional.empty();
        };
    }

    private static Said.ClaudeResponse response(
            String session, String content, List<Said.Action> actions, String cursor) {
        return new Said.ClaudeResponse(content, actions, session, cursor);
    }

    private static String asked(Item.ApprovalRequest request) {
        String input = new String(Json.encode(request.input()), StandardCharsets.UTF_8);
        String shown = input.length() > MAX_INPUT ? input.substring(0, MAX_INPUT) + "…" : input;
        return request.tool().equals(QUESTION)
                ? "Claude asks: " + shown
                : "Claude asks for leave to use " + request.tool() + ": " + shown;
    }

    /// A question is answered with words, so there is no button for it.
    private static List<Said.Action> actions(Item.ApprovalRequest request) {
        return request.tool().equals(QUESTION)
                ? List.of()
                : List.of(new Said.Action("approve_plan", "Approve", List.of(), "approve"));
    }
}
