package dev.signalbox.host.reporting;

import java.time.Duration;
import java.time.Instant;

/// The log's time, as this host can know it: the append time of its newest acknowledged report, moved on by the
/// monotonic clock. Deadlines of directives are by the log's time, and this machine's clock may be an hour off.
public final class LogClock {
    private volatile long appendedMillis;
    private volatile long seenNanos;
    private volatile boolean known;

    /// An acknowledgement with its append time came just now.
    void appended(long millis) {
        if (millis > 0) {
            appendedMillis = millis;
            seenNanos = System.nanoTime();
            known = true;
        }
    }

    /// How long ago the log last answered, by the monotonic clock; zero before its first answer.
    public Duration silence() {
        return known ? Duration.ofNanos(System.nanoTime() - seenNanos) : Duration.ZERO;
    }

    /// The log's time; this machine's as long as nothing was acknowledged.
    public Instant now() {
        return known
                ? Instant.ofEpochMilli(appendedMillis).plus(Duration.ofNanos(System.nanoTime() - seenNanos))
                : Instant.now();
    }
}
