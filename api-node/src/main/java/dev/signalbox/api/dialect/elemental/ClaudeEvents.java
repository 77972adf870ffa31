package dev.signalbox.api.dialect.elemental;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalbox.api.dialect.elemental.AgentEvent.Said;
import dev.signalbox.schemas.codec.Json;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What the lines of `claude --output-format stream-json` are to Elemental's clients: one event each, of the line's own
/// type. Pure.
final class ClaudeEvents {
    /// Elemental asks Claude neither for partial messages nor for leave, so its clients know no such lines; what they
    /// say is repeated by others.
    private static final Set<String> UNKNOWN = Set.of("stream_event", "keep_alive", "control_response");

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,64}");

    private ClaudeEvents() {}

    /// Whether a line's type can be the name of an event.
    static boolean named(JsonNode line) {
        return NAME.matcher(line.path("type").asText("")).matches();
    }

    /// Empty when clients are not to see it.
    static Optional<Said> of(ObjectNode line) {
        String type = line.path("type").asText();
        if (UNKNOWN.contains(type)) {
            return Optional.empty();
        }
        JsonNode message = line.hasNonNull("message") ? line.get("message") : line.get("content");
        return Optional.of(new Said(type, textOrNull(line, "subtype"), message, content(line, message), tool(line)));
    }

    private static @Nullable String content(ObjectNode line, @Nullable JsonNode message) {
        if (message == null) {
            return textOrNull(line, "result");
        }
        JsonNode blocks = message.isObject() ? message.path("content") : message;
        if (blocks.isTextual()) {
            return blocks.asText();
        }
        String text = blocks.valueStream()
                .filter(block -> block.path("type").asText().equals("text"))
                .map(block -> block.path("text").asText())
                .collect(Collectors.joining("\n"));
        return text.isEmpty() ? null : text;
    }

    private static @Nullable JsonNode tool(ObjectNode line) {
        ObjectNode tool = Json.mapper().createObjectNode();
        if (line.hasNonNull("tool")) {
            tool.set("name", line.get("tool"));
            set(tool, "id", line.get("tool_use_id"));
            set(tool, "input", line.get("tool_input"));
            return tool;
        }
        for (JsonNode block : line.at("/message/content")) {
            switch (block.path("type").asText()) {
                case "tool_use", "server_tool_use", "mcp_tool_use" -> {
                    set(tool, "name", block.get("name"));
                    set(tool, "id", block.get("id"));
                    set(tool, "input", block.get("input"));
                    return tool;
                }
                case "tool_result" -> {
                    set(tool, "id", block.get("tool_use_id"));
                    return tool;
                }
                default -> {}
            }
        }
        return null;
    }

    private static void set(ObjectNode object, String name, @Nullable JsonNode value) {
        if (value != null) {
            object.set(name, value);
        }
    }

    private static @Nullable String textOrNull(JsonNode line, String name) {
        return line.path(name).isTextual() ? line.get(name).asText() : null;
    }
}
