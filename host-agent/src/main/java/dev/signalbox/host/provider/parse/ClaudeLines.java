package dev.signalbox.host.provider.parse;

import static dev.signalbox.host.provider.parse.ProviderJson.elements;
import static dev.signalbox.host.provider.parse.ProviderJson.text;
import static dev.signalbox.host.provider.parse.ProviderJson.textOrNull;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.schemas.output.Item;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The lines of `claude -p --output-format stream-json --verbose`, with or without partial messages.
///
/// Claude prints an `init` before every turn, so a [Item.NativeSession] also says that a turn began. The total cost
/// that it prints is that of the whole conversation, resumed parts included; a [Item.Usage] here is that of the
/// turn alone, and the turn's [Item.Result] repeats it.
public final class ClaudeLines implements LineParser {
    /// Known, and either repeated by other lines or of no interest to people.
    private static final Set<String> QUIET_SYSTEM = Set.of("status", "permission_denied");

    private static final Set<String> QUIET = Set.of("control_response", "keep_alive");

    private final Map<String, String> tools = new HashMap<>();
    private double costBefore;

    @Override
    public List<Item> parse(String line) {
        return ProviderJson.object(line)
                .map(json -> items(json, line))
                .orElseGet(() -> List.of(new Item.Raw(Cut.raw(line))));
    }

    private List<Item> items(JsonNode json, String line) {
        var type = text(json, "type");
        return switch (type) {
            case "system" -> system(json, line);
            case "stream_event" -> partial(json.path("event"));
            case "assistant" -> assistant(json.at("/message/content"));
            case "user" -> toolResults(json.at("/message/content"));
            case "control_request" -> request(json, line);
            case "result" -> result(json);
            default -> QUIET.contains(type) ? List.of() : List.of(new Item.Raw(Cut.raw(line)));
        };
    }

    private static List<Item> system(JsonNode json, String line) {
        var subtype = text(json, "subtype");
        if (subtype.equals("init")) {
            return List.of(new Item.NativeSession(text(json, "session_id"), textOrNull(json, "model")));
        }
        return QUIET_SYSTEM.contains(subtype) ? List.of() : List.of(new Item.Raw(Cut.raw(line)));
    }

    private static List<Item> partial(JsonNode event) {
        var delta = event.path("delta");
        return text(delta, "type").equals("text_delta")
                ? List.of(new Item.TextDelta(Cut.prose(text(delta, "text"))))
                : List.of();
    }

    private List<Item> assistant(JsonNode content) {
        return elements(content).flatMap(this::block).toList();
    }

    private Stream<Item> block(JsonNode block) {
        return switch (text(block, "type")) {
            case "text" -> Stream.of(new Item.Text(Cut.prose(text(block, "text"))));
            case "thinking" -> Stream.of(new Item.Thinking(Cut.prose(text(block, "thinking"))));
            case "redacted_thinking" -> Stream.empty();
            case "tool_use", "server_tool_use", "mcp_tool_use" -> {
                tools.put(text(block, "id"), text(block, "name"));
                yield Stream.of(new Item.ToolCallStarted(
                        text(block, "id"), text(block, "name"), ProviderJson.map(block.path("input"))));
            }
            default -> Stream.of(new Item.Raw(Cut.raw(block.toString())));
        };
    }

    private List<Item> toolResults(JsonNode content) {
        var items = new ArrayList<Item>();
        elements(content)
                .filter(block -> text(block, "type").equals("tool_result"))
                .forEach(block -> {
                    var id = text(block, "tool_use_id");
                    var tool = tools.getOrDefault(id, "");
                    tools.remove(id);
                    var output = Cut.tool(ProviderJson.content(block.path("content")));
                    items.add(
                            block.path("is_error").asBoolean()
                                    ? new Item.ToolCallFailed(id, tool, output)
                                    : new Item.ToolCallCompleted(id, tool, output));
                });
        return items;
    }

    private static List<Item> request(JsonNode json, String line) {
        var request = json.path("request");
        return text(request, "subtype").equals("can_use_tool")
                ? List.of(new Item.ApprovalRequest(
                        text(json, "request_id"), text(request, "tool_name"), ProviderJson.map(request.path("input"))))
                : List.of(new Item.Raw(Cut.raw(line)));
    }

    private List<Item> result(JsonNode json) {
        var usage = usage(json);
        var failed = json.path("is_error").asBoolean() || !text(json, "subtype").equals("success");
        var said = json.has("result")
                ? text(json, "result")
                : elements(json.path("errors")).map(JsonNode::asText).collect(Collectors.joining("\n"));
        var result = new Item.Result(
                !failed,
                Cut.prose(said),
                usage,
                json.path("duration_ms").isNumber() ? json.path("duration_ms").asLong() : null,
                json.path("num_turns").isNumber() ? json.path("num_turns").asInt() : null);
        return List.of(usage, result);
    }

    private Item.Usage usage(JsonNode json) {
        double total = json.path("total_cost_usd").asDouble();
        double before = costBefore;
        costBefore = total;
        var sinceLast = json.path("model_usage_since_last_result");
        if (sinceLast.isObject()) {
            // Counts what sub-agents and cheaper models did, which `usage` leaves out.
            return sinceLast.valueStream().map(ClaudeLines::modelUsage).reduce(NOTHING, Item.Usage::plus);
        }
        var usage = json.path("usage");
        return new Item.Usage(
                usage.path("input_tokens").asLong(),
                usage.path("output_tokens").asLong(),
                usage.path("cache_read_input_tokens").asLong(),
                usage.path("cache_creation_input_tokens").asLong(),
                Math.max(0, total - before));
    }

    private static final Item.Usage NOTHING = new Item.Usage(0, 0, 0, 0, 0.0);

    private static Item.Usage modelUsage(JsonNode model) {
        return new Item.Usage(
                model.path("inputTokens").asLong(),
                model.path("outputTokens").asLong(),
                model.path("cacheReadInputTokens").asLong(),
                model.path("cacheCreationInputTokens").asLong(),
                model.path("costUSD").asDouble());
    }
}
