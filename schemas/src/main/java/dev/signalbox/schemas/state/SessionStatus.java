package dev.signalbox.schemas.state;

import java.util.EnumSet;
import java.util.Set;

/// Where a session stands.
///
/// ```
/// REQUESTED ▶ PLACED ▶ STARTING ▶ RUNNING ▶ STOPPING ▶ ENDED | SUSPENDED
///     └───────────┴─────────┴──▶ FAILED_TO_START
/// PLACED … STOPPING ◀─ host silent / host back ─▶ UNKNOWN ▶ LOST
/// ```
public enum SessionStatus {
    /// Accepted; waits for a host.
    REQUESTED,
    /// A host was chosen and told.
    PLACED,
    /// The host has noted the intent and is starting the process.
    STARTING,
    /// The process is there.
    RUNNING,
    /// The process was told to end.
    STOPPING,
    /// Ended, with proof: an exit status, or a process group seen empty.
    ENDED,
    /// There was never a process.
    FAILED_TO_START,
    /// Ended on purpose and resumable; no process.
    SUSPENDED,
    /// The host is silent: nothing is known.
    UNKNOWN,
    /// Given up without proof.
    LOST;

    private static final Set<SessionStatus> TERMINAL = EnumSet.of(ENDED, FAILED_TO_START, SUSPENDED, LOST);

    /// Whether nothing can follow.
    public boolean terminal() {
        return TERMINAL.contains(this);
    }

    /// Whether a session may go from this status to the other.
    public boolean canBecome(SessionStatus next) {
        return switch (this) {
            case REQUESTED -> next == PLACED || next == FAILED_TO_START || next == ENDED;
            case PLACED -> next != REQUESTED && next != PLACED && next != SUSPENDED;
            case STARTING -> next != REQUESTED && next != PLACED && next != STARTING;
            case RUNNING -> next == STOPPING || next == ENDED || next == SUSPENDED || next == UNKNOWN || next == LOST;
            case STOPPING ->
                next == ENDED || next == SUSPENDED || next == UNKNOWN || next == LOST || next == FAILED_TO_START;
            case UNKNOWN -> next != REQUESTED && next != UNKNOWN;
            case ENDED, FAILED_TO_START, SUSPENDED, LOST -> false;
        };
    }
}
