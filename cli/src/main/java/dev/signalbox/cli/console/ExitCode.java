package dev.signalbox.cli.console;

import dev.signalbox.schemas.error.ErrorCode;

/// The exit codes that scripts rely on; `signalbox --help` and docs/reference/cli.md list them.
public final class ExitCode {
    public static final int OK = 0;
    public static final int FAILED = 1;
    public static final int USAGE = 2;
    public static final int NOT_FOUND = 3;
    public static final int NOT_ALLOWED = 4;
    public static final int CONFLICT = 5;
    public static final int UNAVAILABLE = 6;
    public static final int UNSUCCESSFUL = 7;
    public static final int PENDING = 8;

    private ExitCode() {}

    /// The code for a refusal by the server.
    public static int of(ErrorCode code) {
        return switch (code) {
            case INVALID_REQUEST, TOO_LARGE, UNKNOWN_PROVIDER, CWD_REFUSED, ENV_REFUSED, CURSOR_INVALID -> USAGE;
            case HOST_NOT_FOUND,
                    AGENT_NOT_FOUND,
                    SESSION_NOT_FOUND,
                    TASK_NOT_FOUND,
                    INPUT_NOT_FOUND,
                    COMMAND_NOT_FOUND,
                    NOT_FOUND -> NOT_FOUND;
            case UNAUTHENTICATED, FORBIDDEN -> NOT_ALLOWED;
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
                    LIMIT_REACHED,
                    CURSOR_EXPIRED -> CONFLICT;
            case RATE_LIMITED, UNAVAILABLE -> UNAVAILABLE;
            case NO_HOST, WORKTREE_REFUSED, EXECUTABLE_NOT_FOUND, LAUNCH_FAILED, EXPIRED, INTERNAL -> FAILED;
        };
    }

    /// The code for a refusal with a code that this version does not know.
    public static int ofStatus(int status) {
        return switch (status) {
            case 400, 413, 416, 422 -> USAGE;
            case 401, 403 -> NOT_ALLOWED;
            case 404 -> NOT_FOUND;
            case 409, 410, 412 -> CONFLICT;
            case 429, 502, 503, 504 -> UNAVAILABLE;
            default -> FAILED;
        };
    }
}
