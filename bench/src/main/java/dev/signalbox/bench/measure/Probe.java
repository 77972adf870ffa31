package dev.signalbox.bench.measure;

import java.io.IOException;

/// One way from end to end, gone once per call.
@FunctionalInterface
public interface Probe {
    /// @return how long it took, in nanoseconds
    /// @throws IOException when the other end did not come in time or came wrong
    long once() throws IOException, InterruptedException;

    /// A request, from asking to its answer.
    static Probe of(Asked request) {
        return () -> {
            long began = System.nanoTime();
            var _ = request.answer();
            return System.nanoTime() - began;
        };
    }

    /// What is asked of a server.
    @FunctionalInterface
    interface Asked {
        Object answer() throws IOException, InterruptedException;
    }
}
