package dev.signalbox.host.provider.parse;

import static dev.signalbox.host.provider.parse.ProviderJson.elements;
import static dev.signalbox.host.provider.parse.ProviderJson.text;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.schemas.output.Item;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// The lines of `codex exec --json`.
///
/// The tokens that Codex prints at a turn's end are those of the whole thread, resumed parts included. A [Item.Usage]
/// here is what came on top of `before`, and the turn's [Item.Result] repeats it. Codex counts cached tokens among the
/// input, a [Item.Usage] does not; Codex tells no cost.
public final class CodexLines implements LineParser {
    private static final Set<String> QUIET = Set.of("turn.started", "item.updated");

    /// How Codex calls an item that is a tool call, and how it is called here.
    private static final Map<String, String> TOOLS = Map.of(
            "command_execution", "shell",
            "file_change", "file_change",
            "mcp_tool_call", "mcp",
            "web_search", "web_search",
            "collab_tool_call", "collaboration");

    public static final Item.Usage NOTHING = new Item.Usage(0, 0, 0, 0, null);

    private Item.Usage before;
    private String lastText = "";

    /// For a new thread.
    public CodexLines() {
        this(NOTHING);
    }

    /// For a thread that is resumed.
    ///
    /// @param before what the thread had used until then
    public CodexLines(Item.Usage before) {
        this.before = before;
    }

    @Override
    public List<Item> parse(String line) {
        return ProviderJson.object(line)
                .map(json -> items(json, line))
                .orElseGet(() -> List.of(new Item.Raw(Cut.raw(line))));
    }

    private List<Item> items(JsonNode json, String line) {
        var type = text(json, "type");
        return switch (type) {
            case "thread.started" -> List.of(new Item.NativeSession(text(json, "thread_id"), null));
            case "item.started" -> started(json.path("item"));
            case "item.completed" -> completed(json.path("item"));
            case "turn.completed" -> turnCompleted(json.path("usage"));
            case "turn.failed" ->
                List.of(new Item.Result(
                        false, Cut.prose(json.at("/error/message").asText()), null, null, null));
            default -> QUIET.contains(type) ? List.of() : List.of(new Item.Raw(Cut.raw(line)));
        };
    }

    private static List<Item> started(JsonNode item) {
        var tool = TOOLS.get(text(item, "type"));
        return tool == null
                ? List.of()
                : List.of(new Item.ToolCallStarted(text(item, "id"), tool(item, tool), input(item)));
    }

    private List<Item> completed(JsonNode item) {
        var type = text(item, "type");
        return switch (type) {
            case "agent_message" -> {
                lastText = Cut.prose(text(item, "text"));
                yield List.of(new Item.Text(lastText));
            }
            case "reasoning" -> List.of(new Item.Thinking(Cut.prose(text(item, "text"))));
            default -> {
                var tool = TOOLS.get(type);
                yield List.of(tool == null ? new Item.Raw(Cut.raw(item.toString())) : ended(item, tool(item, tool)));
            }
        };
    }

    private static Item ended(JsonNode item, String tool) {
        var id = text(item, "id");
        var output = Cut.tool(output(item));
        return switch (text(item, "status")) {
            case "failed", "declined" -> new Item.ToolCallFailed(id, tool, output);
            default -> new Item.ToolCallCompleted(id, tool, output);
        };
    }

    private static String tool(JsonNode item, String tool) {
        return tool.equals("mcp") ? text(item, "server") + "." + text(item, "tool") : tool;
    }

    /// What the item says apart from its identity and its end.
    private static Map<String, Object> input(JsonNode item) {
        var rest = new LinkedHashMap<>(ProviderJson.map(item));
        rest.keySet().removeAll(Set.of("id", "type", "status", "aggregated_output", "exit_code", "result", "error"));
        rest.values().removeIf(value -> value == null);
        return rest;
    }

    private static String output(JsonNode item) {
        return switch (text(item, "type")) {
            case "command_execution" -> {
                var output = text(item, "aggregated_output");
                var failed = text(item, "status").equals("failed")
                        && item.path("exit_code").isInt();
                yield failed ? "exit code " + item.path("exit_code").asInt() + "\n" + output : output;
            }
            case "file_change" ->
                elements(item.path("changes"))
                        .map(change -> text(change, "kind") + " " + text(change, "path"))
                        .collect(Collectors.joining("\n"));
            default -> item.hasNonNull("error") ? message(item.path("error")) : message(item.path("result"));
        };
    }

    private static String message(JsonNode node) {
        if (node.isMissingNode() || node.isNull()) {
            return "";
        }
        if (node.has("message")) {
            return text(node, "message");
        }
        return node.has("content") ? ProviderJson.content(node.path("content")) : node.toString();
    }

    /// Tokens as Codex counts them.
    public static Item.Usage usage(JsonNode tokens) {
        long cached = tokens.path("cached_input_tokens").asLong();
        return new Item.Usage(
                Math.max(0, tokens.path("input_tokens").asLong() - cached),
                tokens.path("output_tokens").asLong(),
                cached,
                tokens.path("cache_write_input_tokens").asLong(),
                null);
    }

    private List<Item> turnCompleted(JsonNode total) {
        var now = usage(total);
        var usage = minus(now, before);
        before = now;
        var items = new ArrayList<Item>();
        items.add(usage);
        items.add(new Item.Result(true, lastText, usage, null, null));
        lastText = "";
        return items;
    }

    /// Never negative: a thread that was compacted may count anew.
    private static Item.Usage minus(Item.Usage now, Item.Usage before) {
        return new Item.Usage(
                Math.max(0, now.inputTokens() - before.inputTokens()),
                Math.max(0, now.outputTokens() - before.outputTokens()),
                Math.max(0, now.cacheReadTokens() - before.cacheReadTokens()),
                Math.max(0, now.cacheWriteTokens() - before.cacheWriteTokens()),
                null);
    }
}
