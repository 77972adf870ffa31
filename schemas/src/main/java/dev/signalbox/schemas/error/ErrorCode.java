package dev.signalbox.schemas.error;

/// Every way in which Signalbox says no. The names are stable: clients and documents refer to them.
/// A dialect maps each to its own wire in one file; no status of HTTP stands here.
public enum ErrorCode {
    INVALID_REQUEST("The request is malformed or a field is out of its bounds."),
    TOO_LARGE("The request, or the record that it would make, is larger than allowed."),
    UNAUTHENTICATED("No valid token was presented."),
    FORBIDDEN("The token does not allow this."),
    RATE_LIMITED("Too many requests; retry after the time given."),

    UNKNOWN_PROVIDER("No such provider; the message lists those that exist."),
    HOST_NOT_FOUND("No such host in this namespace."),
    AGENT_NOT_FOUND("No such agent in this namespace."),
    SESSION_NOT_FOUND("No such session in this namespace."),
    TASK_NOT_FOUND("No such task in this namespace."),
    INPUT_NOT_FOUND("No such input in this session."),
    COMMAND_NOT_FOUND("No outcome of such a command is known; it may be older than the window of outcomes."),
    NOT_FOUND("No such resource."),

    CONFLICT("The idempotency key was used for another request."),
    VERSION_CONFLICT("It has another version by now than the one that is asked for."),
    NAME_TAKEN("Another one of this namespace has this name."),
    ID_TAKEN("Another one of this namespace has this id."),
    SESSION_EXISTS("The agent has a live session; the answer names it."),
    AGENT_BUSY("The agent has a live session and cannot be deleted."),
    SESSION_ENDED("The session has ended."),
    SESSION_NOT_RESUMABLE("The session cannot be resumed; the message says why."),
    SINGLE_TURN("The provider takes one prompt a session; resume the session with the next prompt."),
    NOT_INTERACTIVE("The session has no terminal."),
    INPUT_NOT_QUEUED("The input has left the queue."),
    TASK_ENDED("The task has ended."),
    TASK_NOT_ENDED("The task has not ended."),
    HOST_REMOVED("The host was removed."),
    HOST_BUSY("The host has live sessions; drain it first, or remove it by force."),
    NO_HOST("No host can run this; the message says what is missing."),
    WRITER_HELD("Another writer holds the keyboard; take over to replace it."),
    STALE_WRITER("A newer writer took over."),
    LIMIT_REACHED("A limit of the namespace or the host is reached."),

    CWD_REFUSED("The working directory is not inside the base directories of the host."),
    ENV_REFUSED("A variable of the environment is not allowed."),
    WORKTREE_REFUSED("The worktree could not be made or removed."),
    WORKTREE_BUSY("The worktree has changes, an unmerged branch or a live session; the message says which."),
    EXECUTABLE_NOT_FOUND("The program was not found on the host."),
    LAUNCH_FAILED("The process could not be started."),
    EXPIRED("The deadline passed before this could be done."),

    CURSOR_INVALID("The cursor is not one of this stream."),
    CURSOR_EXPIRED("The cursor is older than what is retained; the answer names the oldest one."),
    UNAVAILABLE("The log cannot be reached at the moment, or is behind; retry."),
    INTERNAL("An unexpected fault; it is recorded with its position.");

    private final String meaning;

    ErrorCode(String meaning) {
        this.meaning = meaning;
    }

    /// One sentence for people: what it means and, where it helps, what to do.
    public String meaning() {
        return meaning;
    }
}
