package dev.signalbox.host.driver;

/// What was found of a session.
public sealed interface RecoverResult {
    /// The process runs.
    record Alive(SessionHandle handle) implements RecoverResult {}

    /// The process ended; how is not known where its shim could not record it. The handle gives its output.
    record Exited(SessionHandle handle, SessionExit exit) implements RecoverResult {}

    /// There is no process and no trace of one: it never ran, or its folder is gone.
    record Gone(String reason) implements RecoverResult {}
}
