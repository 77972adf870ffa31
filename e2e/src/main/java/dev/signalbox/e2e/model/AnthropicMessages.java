package dev.signalbox.e2e.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// Just enough of the Anthropic Messages API, streamed and whole, for Claude Code.
final class AnthropicMessages implements ModelService {
    /// Claude Code adds notes of its own to what the person typed.
    private static final Pattern REMINDER = Pattern.compile("<system-reminder>.*?</system-reminder>", Pattern.DOTALL);

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    @Override
    public Answer answerTo(JsonNode request) {
        var contents = elements(request.path("messages"))
                .filter(m -> m.path("role").asText().equals("user"))
                .map(m -> m.path("content"))
                .toList();
        if (contents.isEmpty()) {
            return Answer.toPrompt("", List.of());
        }
        var last = contents.getLast();
        var earlier = contents.subList(0, contents.size() - 1).stream()
                .filter(content -> toolOutput(content).isEmpty())
                .map(AnthropicMessages::lastText)
                .toList();
        return toolOutput(last).map(Answer::toToolOutput).orElseGet(() -> Answer.toPrompt(lastText(last), earlier));
    }

    @Override
    public void stream(JsonNode request, Answer answer, EventStream out) throws IOException, InterruptedException {
        var block = block(request, answer);
        var start = event("message_start");
        start.set("message", message(request).putNull("stop_reason"));
        out.send(start);
        var isText = block.path("type").asText().equals("text");
        var opened = block.deepCopy();
        if (isText) {
            opened.put("text", "");
        } else {
            opened.putObject("input");
        }
        var blockStart = event("content_block_start").put("index", 0);
        blockStart.set("content_block", opened);
        out.send(blockStart);
        if (!isText) {
            out.send(delta(
                    "input_json_delta", "partial_json", block.path("input").toString()));
        } else if (answer instanceof Answer.Words words) {
            for (var piece : words.pieces()) {
                Thread.sleep(words.gap());
                out.send(delta("text_delta", "text", piece));
            }
        } else {
            out.send(delta("text_delta", "text", block.path("text").asText()));
        }
        out.send(event("content_block_stop").put("index", 0));
        var end = event("message_delta");
        end.putObject("delta").put("stop_reason", stopReason(block)).putNull("stop_sequence");
        end.putObject("usage").put("output_tokens", 5);
        out.send(end);
        out.send(event("message_stop"));
    }

    @Override
    public JsonNode whole(JsonNode request, Answer answer) {
        var block = block(request, answer);
        var message = message(request).put("stop_reason", stopReason(block));
        message.putArray("content").add(block);
        return message;
    }

    @Override
    public JsonNode failure(int status) {
        var body = event("error");
        body.putObject("error").put("type", "api_error").put("message", "asked to fail with " + status);
        return body;
    }

    /// A tool that the request does not offer is never called: the answer becomes prose that says so.
    private static ObjectNode block(JsonNode request, Answer answer) {
        return switch (answer) {
            case Answer.Words words -> text(words.text());
            case Answer.ShellCall call ->
                offers(request, "Bash") ? shellCall(call) : text("No shell for " + call.command());
            case Answer.FileWrite write ->
                offers(request, "Write") ? fileWrite(write) : text("No way to write " + write.path());
            case Answer.Question ask ->
                offers(request, "AskUserQuestion") ? question(ask) : text("Question: " + ask.question());
            case Answer.Failure _, Answer.Silence _ ->
                throw new IllegalArgumentException("not an answer in words: " + answer);
        };
    }

    private static ObjectNode text(String text) {
        return JSON.objectNode().put("type", "text").put("text", text);
    }

    private static ObjectNode shellCall(Answer.ShellCall call) {
        var block = toolUse("Bash");
        block.putObject("input").put("command", call.command()).put("description", "asked by the prompt");
        return block;
    }

    private static ObjectNode fileWrite(Answer.FileWrite write) {
        var block = toolUse("Write");
        block.putObject("input").put("file_path", write.path()).put("content", write.text() + "\n");
        return block;
    }

    private static ObjectNode question(Answer.Question ask) {
        var block = toolUse("AskUserQuestion");
        var question = block.putObject("input").putArray("questions").addObject();
        question.put("question", ask.question()).put("header", "Question").put("multiSelect", false);
        var options = question.putArray("options");
        for (var label : List.of("Yes", "No")) {
            options.addObject().put("label", label).put("description", label);
        }
        return block;
    }

    private static ObjectNode toolUse(String tool) {
        return JSON.objectNode()
                .put("type", "tool_use")
                .put("id", "toolu_" + token())
                .put("name", tool);
    }

    private static ObjectNode message(JsonNode request) {
        var message = event("message").put("id", "msg_" + token()).put("role", "assistant");
        message.set("model", request.path("model"));
        message.putArray("content");
        message.putNull("stop_sequence");
        message.putObject("usage")
                .put("input_tokens", 10)
                .put("output_tokens", 5)
                .put("cache_creation_input_tokens", 0)
                .put("cache_read_input_tokens", 0);
        return message;
    }

    private static ObjectNode delta(String type, String field, String value) {
        var event = event("content_block_delta").put("index", 0);
        event.putObject("delta").put("type", type).put(field, value);
        return event;
    }

    private static ObjectNode event(String type) {
        return JSON.objectNode().put("type", type);
    }

    private static String stopReason(JsonNode block) {
        return block.path("type").asText().equals("tool_use") ? "tool_use" : "end_turn";
    }

    private static boolean offers(JsonNode request, String tool) {
        return elements(request.path("tools"))
                .anyMatch(t -> t.path("name").asText().equals(tool));
    }

    private static Optional<String> toolOutput(JsonNode content) {
        return elements(content)
                .filter(b -> b.path("type").asText().equals("tool_result"))
                .findFirst()
                .map(b -> b.path("content"))
                .map(c -> c.isTextual()
                        ? c.asText()
                        : elements(c).map(b -> b.path("text").asText()).collect(Collectors.joining()));
    }

    private static String lastText(JsonNode content) {
        var texts = content.isTextual()
                ? Stream.of(content.asText())
                : elements(content)
                        .filter(b -> b.path("type").asText().equals("text"))
                        .map(b -> b.path("text").asText());
        return texts.map(text -> REMINDER.matcher(text).replaceAll("").strip())
                .filter(text -> !text.isEmpty())
                .reduce((_, last) -> last)
                .orElse("");
    }

    private static Stream<JsonNode> elements(JsonNode node) {
        return node instanceof ArrayNode ? StreamSupport.stream(node.spliterator(), false) : Stream.empty();
    }

    private static String token() {
        return UUID.randomUUID().toString().replace("-", "");
    }
}
