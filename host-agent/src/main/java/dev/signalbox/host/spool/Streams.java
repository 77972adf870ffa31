package dev.signalbox.host.spool;

import dev.signalbox.schemas.spec.TerminalSize;

/// Where the process's standard output and error go.
public sealed interface Streams {
    /// Both into `out`, in the order in which they were written.
    record Merged() implements Streams {}

    /// Output into `out`, error into `err`.
    record Separate() implements Streams {}

    /// A terminal of its own, whose bytes go into `out`.
    record Terminal(TerminalSize size) implements Streams {}

    /// The word by which the shim knows it.
    default String word() {
        return switch (this) {
            case Merged _ -> "merged";
            case Separate _ -> "separate";
            case Terminal _ -> "terminal";
        };
    }
}
