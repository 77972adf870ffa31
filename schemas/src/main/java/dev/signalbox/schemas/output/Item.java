package dev.signalbox.schemas.output;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One structured thing that an agent said or did, read from its own output by the provider's parser.
/// A line that no parser knows is a [Raw] item: nothing is dropped.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
public sealed interface Item {
    /// A finished piece of the agent's prose.
    record Text(String text) implements Item {}

    /// A partial piece of prose; the finished [Text] follows.
    record TextDelta(String text) implements Item {}

    /// What the agent shows of its reasoning.
    record Thinking(String text) implements Item {}

    /// A tool was asked for; `callId` joins it with its end.
    record ToolCallStarted(String callId, String tool, Map<String, Object> input) implements Item {}

    /// The tool answered; the output is cut at 64 KiB.
    record ToolCallCompleted(String callId, String tool, String output) implements Item {}

    /// The tool failed or was denied.
    record ToolCallFailed(String callId, String tool, String error) implements Item {}

    /// The agent waits for a person's leave.
    record ApprovalRequest(String requestId, String tool, Map<String, Object> input) implements Item {}

    /// Tokens used since the last one; `costUsd` where the provider tells it.
    record Usage(
            long inputTokens,
            long outputTokens,
            long cacheReadTokens,
            long cacheWriteTokens,
            @Nullable Double costUsd) implements Item {
        /// The sum of both, token by token; cost is null only when neither has one.
        public Usage plus(Usage other) {
            Double cost = costUsd == null
                    ? other.costUsd
                    : other.costUsd == null ? costUsd : Double.valueOf(costUsd + other.costUsd);
            return new Usage(
                    inputTokens + other.inputTokens,
                    outputTokens + other.outputTokens,
                    cacheReadTokens + other.cacheReadTokens,
                    cacheWriteTokens + other.cacheWriteTokens,
                    cost);
        }
    }

    /// The end of a turn.
    record Result(
            boolean success,
            String text,
            @Nullable Usage usage,
            @Nullable Long durationMs,
            @Nullable Integer turns) implements Item {}

    /// The provider's own session, by which it can be resumed.
    record NativeSession(String nativeSessionId, @Nullable String model) implements Item {}

    /// A line of output that no parser knows.
    record Raw(String line) implements Item {}
}
