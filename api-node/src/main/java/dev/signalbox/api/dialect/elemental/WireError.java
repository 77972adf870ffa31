package dev.signalbox.api.dialect.elemental;

import dev.signalbox.api.http.Reply;
import java.util.LinkedHashMap;
import java.util.Map;

/// Elemental's error codes, each with its status and what the original says with it.
enum WireError {
    NOT_FOUND(404, "Not found"),
    SESSION_EXISTS(409, "Agent already has an active session"),
    NO_SESSION(404, "Agent has no active session"),
    NO_RESUMABLE_SESSION(404, "No resumable session found for this agent"),
    INVALID_INPUT(400, "Invalid request"),
    WORKTREES_DISABLED(503, "Worktree management is disabled (no git repository)"),
    INTERNAL_ERROR(500, "Internal error"),
    /// The following are ours: the original needs no token, has no limits and no names to keep apart.
    UNAUTHORIZED(401, "A valid token is needed"),
    FORBIDDEN(403, "Not allowed"),
    ALREADY_EXISTS(409, "There is one of this name"),
    CONFLICT(409, "Refused in the present state"),
    RATE_LIMITED(429, "Too many requests"),
    UNAVAILABLE(503, "Not available at the moment");

    private final int status;
    private final String message;

    WireError(int status, String message) {
        this.status = status;
        this.message = message;
    }

    String message() {
        return message;
    }

    Reply.Whole reply() {
        return reply(message);
    }

    Reply.Whole reply(String why) {
        return reply(why, Map.of());
    }

    /// @param more members beside `error`
    Reply.Whole reply(String why, Map<String, ?> more) {
        Map<String, Object> json = new LinkedHashMap<>(more);
        json.put("error", Map.of("code", name(), "message", why));
        return Reply.json(status, json);
    }
}
