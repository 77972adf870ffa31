package dev.signalbox.api.dialect.neolith;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The messages of the daemon to its clients: members stand at the top level, never under `payload`.
final class Frames {
    static final Map<String, Object> PONG = Map.of("type", "pong");
    static final Map<String, Object> HEALTHY = Map.of("type", "health_check_response", "healthy", true);
    static final Map<String, Object> AUTH_OK = Map.of("type", "auth_ok");

    private Frames() {}

    static Map<String, Object> error(String error, @Nullable String sessionId) {
        return message("error", "error", error, "sessionId", sessionId);
    }

    static Map<String, Object> spawned(WireSession session) {
        return message("session_spawned", "session", session);
    }

    static Map<String, Object> status(WireSession session) {
        return message("session_status_update", "session", session);
    }

    static Map<String, Object> sessions(List<WireSession> sessions) {
        return message("sessions_list", "sessions", sessions);
    }

    static Map<String, Object> daemonStatus(WireDaemonStatus status) {
        return message("daemon_status_update", "status", status);
    }

    static Map<String, Object> executing(String sessionId, Assignment task) {
        return message("task_executing", "sessionId", sessionId, "taskId", task.id(), "task", task.text());
    }

    static Map<String, Object> completed(String sessionId, Assignment task, Map<String, Object> result) {
        return message(
                "task_completed", "sessionId", sessionId, "taskId", task.id(), "task", task.text(), "result", result);
    }

    static Map<String, Object> failed(String sessionId, Assignment task, String error) {
        return message("task_failed", "sessionId", sessionId, "taskId", task.id(), "task", task.text(), "error", error);
    }

    /// @param type stream_start or stream_end
    static Map<String, Object> stream(String type, String sessionId) {
        return message(type, "sessionId", sessionId);
    }

    /// @param kind text, thinking or tool_use
    static Map<String, Object> chunk(String sessionId, String chunk, String kind, int index) {
        Map<String, Object> metadata = message(kind, "index", index);
        return message("stream_chunk", "data", members("sessionId", sessionId, "chunk", chunk, "metadata", metadata));
    }

    /// @param type tool_call_start or tool_call_result
    static Map<String, Object> tool(String type, Map<String, Object> data) {
        return message(type, "data", data);
    }

    private static Map<String, Object> message(String type, @Nullable Object... members) {
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("type", type);
        message.putAll(members(members));
        return message;
    }

    /// Names and values by turns; one without a value is left out.
    static Map<String, Object> members(@Nullable Object... namesAndValues) {
        Map<String, Object> members = new LinkedHashMap<>();
        for (int i = 0; i + 1 < namesAndValues.length; i += 2) {
            Object value = namesAndValues[i + 1];
            if (value != null) {
                members.put(String.valueOf(namesAndValues[i]), value);
            }
        }
        return members;
    }
}
