package dev.signalbox.api.dialect.orchestra;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import dev.signalbox.schemas.codec.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the server says over the socket. `cursor` is an extra: given back, the stream goes on behind it.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
sealed interface Said {

    /// @param timestamp milliseconds of the epoch
    @JsonTypeName("terminal_output")
    record TerminalOutput(
            @JsonProperty("session_id") String sessionId,
            String data,
            long timestamp,
            @Nullable String cursor) implements Said {}

    @JsonTypeName("claude_response")
    record ClaudeResponse(
            String content,
            List<Action> actions,
            @JsonProperty("session_id") String sessionId,
            @Nullable String cursor) implements Said {}

    /// What a person may do about a response.
    ///
    /// @param reply an extra: the content of the `user_message` that does it
    record Action(
            String type,
            @JsonProperty("button_text") String buttonText,
            @JsonProperty("task_ids") List<Long> taskIds,
            String reply) {}

    /// @param taskId rises with each task of the namespace
    @JsonTypeName("task_update")
    record TaskUpdate(
            @JsonProperty("task_id") long taskId,
            String agent,
            String status,
            @JsonProperty("elapsed_ms") long elapsedMs,
            @JsonProperty("ticket_id") String ticketId,
            @JsonProperty("session_id") @Nullable String sessionId,
            @Nullable String cursor)
            implements Said {}

    @JsonTypeName("agent_status")
    record AgentStatus(
            @JsonProperty("session_id") String sessionId,
            String status,
            @JsonProperty("last_activity") String lastActivity,
            @Nullable String cursor)
            implements Said {}

    @JsonTypeName("error")
    record Failed(
            @JsonProperty("error_code") String errorCode,
            String message,
            @JsonProperty("session_id") @Nullable String sessionId,
            @JsonProperty("ticket_id") @Nullable String ticketId,
            @Nullable String cursor)
            implements Said {
        static Failed of(String errorCode, String message, @Nullable String sessionId) {
            return new Failed(errorCode, message, sessionId, null, null);
        }
    }

    @JsonTypeName("pong")
    record Pong() implements Said {}

    default String json() {
        return new String(Json.encode(this), StandardCharsets.UTF_8);
    }
}
