package dev.signalbox.api.dialect.orchestra;

import dev.signalbox.api.core.Refusal;
import dev.signalbox.api.http.Api;
import dev.signalbox.api.http.Reply;
import dev.signalbox.schemas.error.ErrorCode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Refusals in the original's words: the one place where codes become its codes and statuses of HTTP.
final class OrchestraRefusals implements Api.Refusals {
    /// The fact of a [Refusal] that names the session it is about.
    static final String SESSION = "session_id";

    /// What a refusal is called here.
    enum Code {
        INVALID_TOKEN(401),
        FORBIDDEN(403),
        INVALID_REQUEST(400),
        TOO_LARGE(413, "INVALID_REQUEST"),
        INVALID_AGENT_TYPE(400),
        SESSION_NOT_FOUND(404),
        TASK_NOT_FOUND(404),
        NOT_FOUND(404),
        CONFLICT(409, "INVALID_REQUEST"),
        AGENT_SPAWN_FAILED(500),
        RATE_LIMIT_EXCEEDED(429),
        UNAVAILABLE(503),
        INTERNAL_ERROR(500),

        /// Over the socket only.
        AGENT_CRASHED(500),
        /// Over the socket only.
        TASK_TIMEOUT(500),
        /// Over the socket only: output is no longer there.
        OUTPUT_GONE(410);

        private final int status;
        private final String wire;

        Code(int status) {
            this.status = status;
            this.wire = name();
        }

        Code(int status, String wire) {
            this.status = status;
            this.wire = wire;
        }

        int status() {
            return status;
        }

        String wire() {
            return wire;
        }
    }

    /// What the core's fields are called in requests.
    private static final Map<String, String> FIELDS =
            Map.of("sessionId", "session_id", "taskId", "ticket_id", "cwd", "working_dir", "provider", "agent_type");

    @Override
    public Reply.Whole render(Refusal refusal, String requestId) {
        Code code = of(refusal.code());
        Reply.Whole reply = Reply.json(
                        code.status(),
                        new Wire.Problem(code.wire(), message(refusal), session(refusal), field(refusal)))
                .header("Signalbox-Request-Id", requestId);
        if (code == Code.INVALID_TOKEN) {
            reply = reply.header("WWW-Authenticate", "Bearer");
        }
        return code == Code.UNAVAILABLE ? reply.header("Retry-After", "1") : reply;
    }

    /// The same over the socket.
    static Said.Failed said(Refusal refusal, @Nullable String sessionId) {
        return Said.Failed.of(of(refusal.code()).wire(), message(refusal), sessionId);
    }

    private static String message(Refusal refusal) {
        return refusal.hint() == null ? refusal.message() : refusal.message() + "; " + refusal.hint();
    }

    private static @Nullable String field(Refusal refusal) {
        String field = refusal.field();
        return field == null ? null : FIELDS.getOrDefault(field, field);
    }

    private static @Nullable String session(Refusal refusal) {
        return refusal.more().get(SESSION) instanceof String id ? id : null;
    }

    static Code of(ErrorCode code) {
        return switch (code) {
            case UNAUTHENTICATED -> Code.INVALID_TOKEN;
            case FORBIDDEN -> Code.FORBIDDEN;
            case INVALID_REQUEST, CURSOR_INVALID, CWD_REFUSED, ENV_REFUSED, WORKTREE_REFUSED -> Code.INVALID_REQUEST;
            case TOO_LARGE -> Code.TOO_LARGE;
            case UNKNOWN_PROVIDER -> Code.INVALID_AGENT_TYPE;
            case SESSION_NOT_FOUND, SESSION_ENDED -> Code.SESSION_NOT_FOUND;
            case TASK_NOT_FOUND -> Code.TASK_NOT_FOUND;
            case HOST_NOT_FOUND, AGENT_NOT_FOUND, INPUT_NOT_FOUND, COMMAND_NOT_FOUND, NOT_FOUND -> Code.NOT_FOUND;
            case CONFLICT,
                    NAME_TAKEN,
                    ID_TAKEN,
                    SESSION_EXISTS,
                    AGENT_BUSY,
                    SESSION_NOT_RESUMABLE,
                    SINGLE_TURN,
                    NOT_INTERACTIVE,
                    INPUT_NOT_QUEUED,
                    TASK_ENDED,
                    TASK_NOT_ENDED,
                    HOST_REMOVED,
                    HOST_BUSY,
                    WORKTREE_BUSY,
                    WRITER_HELD,
                    STALE_WRITER,
                    VERSION_CONFLICT -> Code.CONFLICT;
            case NO_HOST, EXECUTABLE_NOT_FOUND, LAUNCH_FAILED, EXPIRED -> Code.AGENT_SPAWN_FAILED;
            case RATE_LIMITED -> Code.RATE_LIMIT_EXCEEDED;
            case CURSOR_EXPIRED -> Code.OUTPUT_GONE;
            case LIMIT_REACHED, UNAVAILABLE -> Code.UNAVAILABLE;
            case INTERNAL -> Code.INTERNAL_ERROR;
        };
    }
}
