package dev.signalbox.host.driver;

/// What became of bytes for a session's standard input.
public sealed interface Sending {
    /// The kernel has them all; the process reads them when it wants.
    record Sent() implements Sending {}

    /// Nothing was written.
    record NotSent(String reason) implements Sending {}

    /// Only the first bytes were written, because the process did not read on in time. They cannot be taken
    /// back.
    record Partly(long bytes) implements Sending {}
}
