package dev.signalbox.processor.topology;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;

/// How often a dead stream thread is replaced before the process gives up, so that a fault that does not pass becomes
/// visible instead of a loop.
final class ThreadBudget {
    static final int REPLACEMENTS = 5;
    static final Duration WINDOW = Duration.ofMinutes(10);

    private final ArrayDeque<Instant> spent = new ArrayDeque<>();

    /// Whether one more may be replaced now; if so it is spent.
    synchronized boolean spend(Instant now) {
        while (!spent.isEmpty() && spent.peekFirst().isBefore(now.minus(WINDOW))) {
            spent.removeFirst();
        }
        if (spent.size() >= REPLACEMENTS) {
            return false;
        }
        spent.addLast(now);
        return true;
    }
}
