package dev.signalbox.api.dialect.v1;

import dev.signalbox.api.core.Refusal;
import dev.signalbox.api.http.Api;
import dev.signalbox.api.http.Reply;
import dev.signalbox.schemas.codec.Json;
import dev.signalbox.schemas.error.ErrorCode;
import java.util.LinkedHashMap;
import java.util.Map;

/// Refusals as RFC 9457 problems: where codes become statuses of v1.
final class V1Refusals implements Api.Refusals {
    static final String PROBLEM = "application/problem+json";

    @Override
    public Reply.Whole render(Refusal refusal, String requestId) {
        ErrorCode code = refusal.code();
        Map<String, Object> problem = problem(refusal);
        problem.put("requestId", requestId);
        Reply.Whole reply = new Reply.Whole(status(code), Map.of(), PROBLEM, Json.encode(problem))
                .header("Signalbox-Request-Id", requestId);
        if (code == ErrorCode.UNAUTHENTICATED) {
            reply = reply.header("WWW-Authenticate", "Bearer");
        }
        return retryable(code) ? reply.header("Retry-After", "1") : reply;
    }

    /// The members of the problem, also for places where it stands in something else.
    static Map<String, Object> problem(Refusal refusal) {
        ErrorCode code = refusal.code();
        Map<String, Object> problem = new LinkedHashMap<>();
        problem.put("type", "urn:signalbox:error:" + code);
        problem.put("title", code.meaning());
        problem.put("status", status(code));
        problem.put("code", code.name());
        problem.put("detail", refusal.message());
        if (refusal.field() != null) {
            problem.put("field", refusal.field());
        }
        if (refusal.hint() != null) {
            problem.put("hint", refusal.hint());
        }
        problem.put("retryable", retryable(code));
        problem.putAll(refusal.more());
        return problem;
    }

    static boolean retryable(ErrorCode code) {
        return code == ErrorCode.UNAVAILABLE || code == ErrorCode.RATE_LIMITED;
    }

    static int status(ErrorCode code) {
        return switch (code) {
            case INVALID_REQUEST, CURSOR_INVALID -> 400;
            case UNAUTHENTICATED -> 401;
            case FORBIDDEN -> 403;
            case HOST_NOT_FOUND,
                    AGENT_NOT_FOUND,
                    SESSION_NOT_FOUND,
                    TASK_NOT_FOUND,
                    INPUT_NOT_FOUND,
                    COMMAND_NOT_FOUND,
                    NOT_FOUND -> 404;
            case CONFLICT,
                    VERSION_CONFLICT,
                    NAME_TAKEN,
                    ID_TAKEN,
                    SESSION_EXISTS,
                    AGENT_BUSY,
                    SESSION_ENDED,
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
                    LIMIT_REACHED -> 409;
            case CURSOR_EXPIRED -> 410;
            case TOO_LARGE -> 413;
            case UNKNOWN_PROVIDER,
                    NO_HOST,
                    CWD_REFUSED,
                    ENV_REFUSED,
                    WORKTREE_REFUSED,
                    EXECUTABLE_NOT_FOUND,
                    LAUNCH_FAILED,
                    EXPIRED -> 422;
            case RATE_LIMITED -> 429;
            case UNAVAILABLE -> 503;
            case INTERNAL -> 500;
        };
    }
}
