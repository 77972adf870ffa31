package dev.signalbox.host.driver;

/// A look at a session's process.
public sealed interface SessionState {
    record Running() implements SessionState {}

    /// The process runs, but its shim does not, so its exit status will not be known.
    record Unsupervised() implements SessionState {}

    record Ended(SessionExit exit) implements SessionState {}
}
