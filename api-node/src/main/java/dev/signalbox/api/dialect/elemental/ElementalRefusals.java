package dev.signalbox.api.dialect.elemental;

import dev.signalbox.api.core.Refusal;
import dev.signalbox.api.http.Api;
import dev.signalbox.api.http.Reply;
import dev.signalbox.schemas.error.ErrorCode;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;

/// Refusals in Elemental's form: the one place where the core's codes become Elemental's.
final class ElementalRefusals implements Api.Refusals {
    private static final Set<WireError> AGAIN = EnumSet.of(WireError.UNAVAILABLE, WireError.RATE_LIMITED);

    /// Where the original has one sentence for a code, clients may compare it.
    private static final Set<WireError> FIXED = EnumSet.of(
            WireError.SESSION_EXISTS,
            WireError.NO_SESSION,
            WireError.NO_RESUMABLE_SESSION,
            WireError.WORKTREES_DISABLED);

    @Override
    public Reply.Whole render(Refusal refusal, String requestId) {
        WireError error = of(refusal.code());
        Reply.Whole reply = error.reply(message(refusal, error));
        if (error == WireError.UNAUTHORIZED) {
            return reply.header("WWW-Authenticate", "Bearer");
        }
        return AGAIN.contains(error) ? reply.header("Retry-After", "1") : reply;
    }

    @Override
    public Reply.Whole unknownRoute(String method, String path, String requestId) {
        return Reply.text(404, "text/plain; charset=UTF-8", "404 Not Found");
    }

    /// The original knows a path only together with its methods.
    @Override
    public Reply.Whole wrongMethod(String method, Collection<String> allowed, String requestId) {
        return unknownRoute(method, "", requestId);
    }

    private static String message(Refusal refusal, WireError error) {
        if (refusal.code() == ErrorCode.AGENT_NOT_FOUND) {
            return "Agent not found";
        }
        if (refusal.code() == ErrorCode.SESSION_NOT_FOUND) {
            return "Session not found";
        }
        if (FIXED.contains(error)) {
            return error.message();
        }
        return refusal.hint() == null ? refusal.message() : refusal.message() + ": " + refusal.hint();
    }

    static WireError of(ErrorCode code) {
        return switch (code) {
            case INVALID_REQUEST,
                    TOO_LARGE,
                    CURSOR_INVALID,
                    CURSOR_EXPIRED,
                    UNKNOWN_PROVIDER,
                    CWD_REFUSED,
                    ENV_REFUSED,
                    WORKTREE_REFUSED -> WireError.INVALID_INPUT;
            case UNAUTHENTICATED -> WireError.UNAUTHORIZED;
            case FORBIDDEN -> WireError.FORBIDDEN;
            case RATE_LIMITED -> WireError.RATE_LIMITED;
            case HOST_NOT_FOUND,
                    AGENT_NOT_FOUND,
                    SESSION_NOT_FOUND,
                    TASK_NOT_FOUND,
                    INPUT_NOT_FOUND,
                    COMMAND_NOT_FOUND,
                    NOT_FOUND -> WireError.NOT_FOUND;
            case SESSION_EXISTS, AGENT_BUSY -> WireError.SESSION_EXISTS;
            case NAME_TAKEN, ID_TAKEN -> WireError.ALREADY_EXISTS;
            case SESSION_ENDED -> WireError.NO_SESSION;
            case SESSION_NOT_RESUMABLE -> WireError.NO_RESUMABLE_SESSION;
            case CONFLICT,
                    VERSION_CONFLICT,
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
                    LIMIT_REACHED -> WireError.CONFLICT;
            case NO_HOST, EXECUTABLE_NOT_FOUND, LAUNCH_FAILED, EXPIRED, INTERNAL -> WireError.INTERNAL_ERROR;
            case UNAVAILABLE -> WireError.UNAVAILABLE;
        };
    }
}
