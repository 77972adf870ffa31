package dev.signalbox.bench.measure;

import java.io.IOException;

/// One way from end to end, gone once per call.
@FunctionalInterface
public interface Probe {
    /// @return how long it took, in nanoseconds
    /// @throws IOException when the other end did not come in time or came wrong
    long once() throws IOException, InterruptedException;
}
