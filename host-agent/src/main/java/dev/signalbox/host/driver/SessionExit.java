package dev.signalbox.host.driver;

import java.time.Instant;

/// The end of a session's process.
public sealed interface SessionExit {
    /// For [Lost], when it was noticed.
    Instant endedAt();

    record Exited(int code, Instant endedAt) implements SessionExit {}

    /// @param signal its number
    record Killed(int signal, Instant endedAt) implements SessionExit {}

    /// The user's program was never executed.
    record NotExecuted(String reason, Instant endedAt) implements SessionExit {}

    /// Nothing runs any more, and no exit status was recorded.
    record Lost(String reason, Instant endedAt) implements SessionExit {}
}
