package dev.signalbox.api.dialect.neolith;

import dev.signalbox.api.core.text.Iso;
import dev.signalbox.schemas.codec.Json;
import dev.signalbox.schemas.output.Item;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Tells one session's structured output as the daemon's messages: `stream_start`, chunks from 0 on, tool
/// calls where they happen, `stream_end`; then the next turn begins anew. A call of a turn is told once, and its start
/// before its result, also to who comes in its midst or is given it again. Not thread-safe.
final class TurnTranslation {
    private final String sessionId;
    private final Map<String, @Nullable Map<String, Object>> running = new HashMap<>();
    private final Set<String> over = new HashSet<>();

    /// Calls of earlier turns that have no result. Providers give ids again in the next turn.
    private final Map<String, @Nullable Map<String, Object>> left = new HashMap<>();
    private boolean begun;
    private boolean deltas;
    private int index;

    TurnTranslation(String sessionId) {
        this.sessionId = sessionId;
    }

    /// @param streaming whether chunks are wanted; tool calls are told in any case
    List<Map<String, Object>> item(Item item, boolean streaming, Instant now) {
        List<Map<String, Object>> messages = new ArrayList<>();
        switch (item) {
            case Item.TextDelta(var text) -> {
                deltas = true;
                chunk(messages, streaming, text, "text");
            }
            case Item.Text(var text) -> {
                if (!deltas) {
                    chunk(messages, streaming, text, "text");
                }
                deltas = false;
            }
            case Item.Thinking(var text) -> chunk(messages, streaming, text, "thinking");
            case Item.ToolCallStarted(var callId, var tool, var input) -> {
                if (!over.contains(callId) && !running.containsKey(callId)) {
                    chunk(messages, streaming, json(Map.of("name", tool, "input", input)), "tool_use");
                    started(messages, callId, tool, input, now);
                }
            }
            case Item.ToolCallCompleted(var callId, var tool, var output) ->
                ended(messages, callId, tool, "completed", Map.of("content", output), null, now);
            case Item.ToolCallFailed(var callId, var tool, var error) ->
                ended(messages, callId, tool, "failed", null, error, now);
            case Item.ApprovalRequest(_, var tool, _) ->
                chunk(
                        messages,
                        streaming,
                        "Waits for leave to use " + tool + ": execute_task with yes, or with a reason against it.",
                        "text");
            case Item.Result _ -> {
                if (begun) {
                    messages.add(Frames.stream("stream_end", sessionId));
                }
                begun = false;
                deltas = false;
                index = 0;
                over.clear();
                if (!running.isEmpty()) {
                    left.clear();
                    left.putAll(running);
                    running.clear();
                }
            }
            case Item.Usage _, Item.NativeSession _, Item.Raw _ -> {}
        }
        return messages;
    }

    /// Bytes of a program whose output has no structure.
    List<Map<String, Object>> text(String text, boolean streaming) {
        List<Map<String, Object>> messages = new ArrayList<>();
        chunk(messages, streaming, text, "text");
        return messages;
    }

    /// The session is over, perhaps in the middle of a turn.
    List<Map<String, Object>> over() {
        List<Map<String, Object>> messages = begun ? List.of(Frames.stream("stream_end", sessionId)) : List.of();
        begun = false;
        return messages;
    }

    private void started(
            List<Map<String, Object>> messages,
            String callId,
            String tool,
            @Nullable Map<String, Object> input,
            Instant now) {
        left.remove(callId);
        running.put(callId, input);
        messages.add(Frames.tool("tool_call_start", tool(tool, input, "started", null, null, now)));
    }

    private void ended(
            List<Map<String, Object>> messages,
            String callId,
            String tool,
            String status,
            @Nullable Map<String, Object> result,
            @Nullable String error,
            Instant now) {
        if (over.contains(callId)) {
            return;
        }
        if (!running.containsKey(callId) && !left.containsKey(callId)) {
            started(messages, callId, tool, null, now);
        }
        Map<String, Object> input = running.containsKey(callId) ? running.remove(callId) : left.remove(callId);
        over.add(callId);
        messages.add(Frames.tool("tool_call_result", tool(tool, input, status, result, error, now)));
    }

    private void chunk(List<Map<String, Object>> messages, boolean streaming, String text, String kind) {
        if (!streaming || text.isEmpty()) {
            return;
        }
        if (!begun) {
            begun = true;
            messages.add(Frames.stream("stream_start", sessionId));
        }
        messages.add(Frames.chunk(sessionId, text, kind, index));
        index++;
    }

    private Map<String, Object> tool(
            String tool,
            @Nullable Map<String, Object> input,
            String status,
            @Nullable Map<String, Object> result,
            @Nullable String error,
            Instant now) {
        return Frames.members(
                "sessionId",
                sessionId,
                "toolName",
                tool,
                "toolInput",
                input,
                "status",
                status,
                "result",
                result,
                "error",
                error,
                "timestamp",
                Iso.of(now));
    }

    private static String json(Object value) {
        return new String(Json.encode(value), StandardCharsets.UTF_8);
    }
}
