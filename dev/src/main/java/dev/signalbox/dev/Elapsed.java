package dev.signalbox.dev;

import java.time.Duration;
import java.time.Instant;

/// How long this process has been running.
final class Elapsed {
    private Elapsed() {}

    /// In seconds; from where the operating system says it began, so that the JVM's own start counts.
    static double sinceStart() {
        Instant now = Instant.now();
        Instant began = ProcessHandle.current().info().startInstant().orElse(now);
        return Duration.between(began, now).toMillis() / 1000.0;
    }
}
