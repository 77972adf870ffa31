package dev.signalbox.api.dialect.orchestra;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Answers as they stand on the wire. Times are ISO 8601 with seconds, in UTC.
final class Wire {
    private Wire() {}

    @JsonPropertyOrder({"status", "version", "uptime_seconds"})
    record Health(
            String status,
            String version,
            @JsonProperty("uptime_seconds") long uptimeSeconds) {}

    @JsonPropertyOrder({"session_id", "agent_type", "status", "tmux_session", "created_at"})
    record Spawned(
            @JsonProperty("session_id") String sessionId,
            @JsonProperty("agent_type") String agentType,
            String status,

            @JsonProperty("tmux_session") @JsonInclude @Nullable
            String tmuxSession,

            @JsonProperty("created_at") String createdAt) {}

    @JsonPropertyOrder({"session_id", "agent_type", "status", "created_at", "last_activity"})
    record Agent(
            @JsonProperty("session_id") String sessionId,
            @JsonProperty("agent_type") String agentType,
            String status,
            @JsonProperty("created_at") String createdAt,
            @JsonProperty("last_activity") String lastActivity) {}

    record Agents(List<Agent> agents, int total) {}

    /// What is not known is null: a session without a terminal has no screen, and one whose host did not measure yet
    /// has no figures.
    @JsonPropertyOrder({
        "session_id",
        "agent_type",
        "status",
        "working_dir",
        "tmux_session",
        "tmux_pane",
        "created_at",
        "memory_mb",
        "cpu_percent"
    })
    record Details(
            @JsonProperty("session_id") String sessionId,
            @JsonProperty("agent_type") String agentType,
            String status,

            @JsonProperty("working_dir") @JsonInclude @Nullable
            String workingDir,

            @JsonProperty("tmux_session") @JsonInclude @Nullable
            String tmuxSession,

            @JsonProperty("tmux_pane") @JsonInclude @Nullable
            String tmuxPane,

            @JsonProperty("created_at") String createdAt,

            @JsonProperty("memory_mb") @JsonInclude @Nullable
            Number memoryMb,

            @JsonProperty("cpu_percent") @JsonInclude @Nullable
            Number cpuPercent) {}

    @JsonPropertyOrder({"session_id", "status", "terminated_at"})
    record Terminated(
            @JsonProperty("session_id") String sessionId,
            String status,
            @JsonProperty("terminated_at") @Nullable String terminatedAt) {}

    @JsonPropertyOrder({"ticket_id", "session_id", "status", "created_at"})
    record Delegated(
            @JsonProperty("ticket_id") String ticketId,

            @JsonProperty("session_id") @JsonInclude @Nullable
            String sessionId,

            String status,
            @JsonProperty("created_at") String createdAt) {}

    /// @param agent its type
    @JsonPropertyOrder({"ticket_id", "status", "agent", "result", "started_at", "completed_at", "duration_ms"})
    record Ticket(
            @JsonProperty("ticket_id") String ticketId,
            String status,
            String agent,
            @Nullable Result result,
            @JsonProperty("started_at") @Nullable String startedAt,
            @JsonProperty("completed_at") @Nullable String completedAt,
            @JsonProperty("duration_ms") @Nullable Long durationMs) {}

    /// What came out of a task.
    sealed interface Result {}

    /// @param testsPassed null: nobody told
    @JsonPropertyOrder({"files_modified", "tests_passed", "message"})
    record Success(
            @JsonProperty("files_modified") List<String> filesModified,

            @JsonProperty("tests_passed") @JsonInclude @Nullable
            Boolean testsPassed,

            String message)
            implements Result {}

    record Failure(String message) implements Result {}

    @JsonPropertyOrder({"error_code", "message", "session_id", "field"})
    record Problem(
            @JsonProperty("error_code") String errorCode,
            String message,
            @JsonProperty("session_id") @Nullable String sessionId,
            @Nullable String field) {}
}
