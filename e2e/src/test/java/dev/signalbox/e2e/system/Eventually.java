package dev.signalbox.e2e.system;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.awaitility.core.ThrowingRunnable;

/// Waits for what must come true by itself.
public final class Eventually {
    /// Agents take seconds to start, and longer where much runs beside them.
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private static final Duration LOOK = Duration.ofMillis(50);

    private Eventually() {}

    public static void holds(ThrowingRunnable assertion) {
        await().atMost(PATIENCE).pollInterval(LOOK).untilAsserted(assertion);
    }
}
