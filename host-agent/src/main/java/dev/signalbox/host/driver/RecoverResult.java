package dev.signalbox.host.driver;

/// What was found of a session.
public sealed interface RecoverResult {
    /// The process runs.
    record Alive(SessionHandle handle) implements RecoverResult {}

    /// The process ended, and how is known. The handle gives its output.
    record Exited(SessionHandle handle, SessionExit exit) implements RecoverResult {}

    /// There is no process, and how it ended, or whether it ever ran, is not known. Its output is in its
    /// folder.
    record Gone(String reason) implements RecoverResult {}
}
