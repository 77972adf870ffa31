package dev.signalbox.host.driver;

import dev.signalbox.schemas.error.ErrorCode;

/// What became of bytes for a session's standard input.
public sealed interface Sending {
    /// The kernel has them all; the process reads them when it wants.
    record Sent() implements Sending {}

    /// Nothing was written.
    ///
    /// @param why SESSION_ENDED; SINGLE_TURN for a process that has no input, or has read its end; EXPIRED for one
    /// that does not read it in time
    record NotSent(ErrorCode why) implements Sending {}

    /// Only the first bytes were written, because the process did not read on in time. They cannot be taken
    /// back.
    record Partly() implements Sending {}
}
