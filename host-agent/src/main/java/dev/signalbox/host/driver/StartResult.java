package dev.signalbox.host.driver;

import dev.signalbox.host.refusal.Refusal;

/// What became of a start.
public sealed interface StartResult {
    record Started(SessionHandle handle) implements StartResult {}

    /// There is no process, and there will be none under this handle.
    record NotStarted(Refusal why) implements StartResult {}
}
