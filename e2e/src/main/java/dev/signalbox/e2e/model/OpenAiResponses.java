package dev.signalbox.e2e.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// Just enough of the OpenAI Responses API, streamed and whole, for Codex.
final class OpenAiResponses implements ModelService {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    @Override
    public Answer answerTo(JsonNode request) {
        var input = request.path("input");
        if (input.isTextual()) {
            return Answer.toPrompt(input.asText(), List.of());
        }
        return toolOutput(input).map(Answer::toToolOutput).orElseGet(() -> toPrompt(input));
    }

    /// What Codex tells of its surroundings stands in user messages too, as an element such as `<environment_context>`.
    private static Answer toPrompt(JsonNode input) {
        var prompts = elements(input)
                .filter(i -> i.path("role").asText().equals("user"))
                .map(i -> i.path("content"))
                .map(c -> c.isTextual() ? c.asText() : textOfParts(c))
                .filter(text -> !text.startsWith("<"))
                .toList();
        return prompts.isEmpty()
                ? Answer.toPrompt("", List.of())
                : Answer.toPrompt(prompts.getLast(), prompts.subList(0, prompts.size() - 1));
    }

    @Override
    public void stream(JsonNode request, Answer answer, EventStream out) throws IOException, InterruptedException {
        var item = item(request, answer);
        var id = "resp_" + token();
        var sequence = new Sequence();
        var created = sequence.next("response.created");
        created.set("response", response(request, id, "in_progress"));
        out.send(created);
        var opened = item.deepCopy().put("status", "in_progress");
        if (opened.has("content")) {
            opened.putArray("content");
        } else {
            opened.put(opened.has("input") ? "input" : "arguments", "");
        }
        var added = sequence.next("response.output_item.added").put("output_index", 0);
        added.set("item", opened);
        out.send(added);
        if (item.has("content")) {
            var words =
                    answer instanceof Answer.Words w ? w : new Answer.Words(List.of(textOf(item)), Answer.PROMPT_GAP);
            for (var piece : words.pieces()) {
                Thread.sleep(words.gap());
                var delta = sequence.next("response.output_text.delta")
                        .put("output_index", 0)
                        .put("content_index", 0);
                delta.put("item_id", item.path("id").asText()).put("delta", piece);
                out.send(delta);
            }
        }
        var done = sequence.next("response.output_item.done").put("output_index", 0);
        done.set("item", item);
        out.send(done);
        var completed = sequence.next("response.completed");
        completed.set("response", completed(request, id, item));
        out.send(completed);
    }

    @Override
    public JsonNode whole(JsonNode request, Answer answer) {
        return completed(request, "resp_" + token(), item(request, answer));
    }

    @Override
    public JsonNode failure(int status) {
        var body = JSON.objectNode();
        body.putObject("error").put("message", "asked to fail with " + status);
        return body;
    }

    private static ObjectNode item(JsonNode request, Answer answer) {
        return switch (answer) {
            case Answer.Words words -> message(words.text());
            case Answer.ShellCall call ->
                CodexTools.of(request)
                        .flatMap(tools -> tools.shell(call.command()))
                        .orElseGet(() -> message("No shell for " + call.command()));
            case Answer.FileWrite write ->
                CodexTools.of(request)
                        .flatMap(tools -> tools.addFile(write.path(), write.text()))
                        .orElseGet(() -> message("No way to write " + write.path()));
            case Answer.Question ask -> message("Question: " + ask.question());
            case Answer.Failure _, Answer.Silence _ ->
                throw new IllegalArgumentException("not an answer in words: " + answer);
        };
    }

    private static ObjectNode message(String text) {
        var item = JSON.objectNode().put("type", "message").put("id", "msg_" + token());
        item.put("role", "assistant").put("status", "completed");
        item.putArray("content")
                .addObject()
                .put("type", "output_text")
                .put("text", text)
                .putArray("annotations");
        return item;
    }

    private static String textOf(JsonNode message) {
        return message.path("content").path(0).path("text").asText();
    }

    private static ObjectNode response(JsonNode request, String id, String status) {
        var response = JSON.objectNode().put("id", id).put("object", "response").put("status", status);
        response.set("model", request.path("model"));
        response.putArray("output");
        response.putNull("usage");
        return response;
    }

    private static ObjectNode completed(JsonNode request, String id, JsonNode item) {
        var response = response(request, id, "completed");
        response.putArray("output").add(item);
        var usage = response.putObject("usage")
                .put("input_tokens", 10)
                .put("output_tokens", 5)
                .put("total_tokens", 15);
        usage.putObject("input_tokens_details").put("cached_tokens", 0);
        usage.putObject("output_tokens_details").put("reasoning_tokens", 0);
        return response;
    }

    private static Optional<String> toolOutput(JsonNode input) {
        var last = input.path(input.size() - 1);
        if (!last.path("type").asText().endsWith("_output")) {
            return Optional.empty();
        }
        var output = last.path("output");
        return Optional.of(output.isTextual() ? output.asText() : textOfParts(output));
    }

    private static String textOfParts(JsonNode content) {
        return elements(content).map(part -> part.path("text").asText()).collect(Collectors.joining("\n"));
    }

    private static Stream<JsonNode> elements(JsonNode node) {
        return node instanceof ArrayNode ? StreamSupport.stream(node.spliterator(), false) : Stream.empty();
    }

    private static String token() {
        return UUID.randomUUID().toString().replace("-", "");
    }

    private static final class Sequence {
        private int next;

        ObjectNode next(String type) {
            return JSON.objectNode().put("type", type).put("sequence_number", next++);
        }
    }
}
