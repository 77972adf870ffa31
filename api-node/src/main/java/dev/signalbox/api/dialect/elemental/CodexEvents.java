package dev.signalbox.api.dialect.elemental;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.signalbox.api.dialect.elemental.AgentEvent.Said;
import dev.signalbox.schemas.codec.Json;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What the lines of `codex exec --json` are to Elemental's clients, who know the types of Claude's lines only. Pure.
final class CodexEvents {
    /// Members of an item that are no input of a tool.
    private static final Set<String> OWN =
            Set.of("id", "type", "status", "aggregated_output", "exit_code", "result", "error");

    private CodexEvents() {}

    /// Empty when clients are not to see it.
    static Optional<Said> of(ObjectNode line) {
        JsonNode item = line.path("item");
        return switch (line.path("type").asText()) {
            case "thread.started" -> said("system", "init", null);
            case "turn.started" -> said("system", "turn_started", null);
            case "item.started" -> tool(item) ? Optional.of(started(item)) : Optional.empty();
            case "item.updated" -> Optional.empty();
            case "item.completed" -> Optional.of(completed(item));
            case "turn.completed" -> said("result", "success", null);
            case "turn.failed" ->
                said("result", "error", line.at("/error/message").asText());
            case "error" -> said("error", null, null);
            default -> said("system", line.path("type").asText(), null);
        };
    }

    private static Optional<Said> said(String type, @Nullable String subtype, @Nullable String text) {
        return Optional.of(new Said(type, subtype, text == null ? null : TextNode.valueOf(text), text, null));
    }

    private static Said started(JsonNode item) {
        ObjectNode tool = named(item);
        ObjectNode input = tool.putObject("input");
        item.properties().stream()
                .filter(member -> !OWN.contains(member.getKey()))
                .forEach(member -> input.set(member.getKey(), member.getValue()));
        return new Said("tool_use", null, null, null, tool);
    }

    private static Said completed(JsonNode item) {
        String text = item.path("text").asText("");
        return switch (item.path("type").asText()) {
            case "agent_message" -> new Said("assistant", null, TextNode.valueOf(text), text, null);
            case "reasoning" -> new Said("system", "reasoning", null, text, null);
            case "error" ->
                new Said("system", "error", null, item.path("message").asText(""), null);
            default -> {
                String output = item.path("aggregated_output").asText("");
                yield new Said(
                        "tool_result",
                        item.path("status").isTextual() ? item.get("status").asText() : null,
                        null,
                        output.isEmpty() ? null : output,
                        named(item));
            }
        };
    }

    private static boolean tool(JsonNode item) {
        return !Set.of("agent_message", "reasoning", "error", "todo_list")
                .contains(item.path("type").asText());
    }

    private static ObjectNode named(JsonNode item) {
        ObjectNode tool = Json.mapper().createObjectNode();
        tool.put("name", item.path("type").asText());
        tool.put("id", item.path("id").asText());
        return tool;
    }
}
