package dev.signalbox.schemas.state;

/// Where a task stands.
///
/// ```
/// QUEUED ▶ ASSIGNED ▶ RUNNING ▶ COMPLETED | FAILED | TIMED_OUT | CANCELED
///    ▲________│__________│  a further attempt
/// ```
public enum TaskStatus {
    QUEUED,
    ASSIGNED,
    RUNNING,
    COMPLETED,
    FAILED,
    TIMED_OUT,
    CANCELED;

    public boolean terminal() {
        return switch (this) {
            case QUEUED, ASSIGNED, RUNNING -> false;
            case COMPLETED, FAILED, TIMED_OUT, CANCELED -> true;
        };
    }
}
