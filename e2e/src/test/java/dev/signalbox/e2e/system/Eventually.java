package dev.signalbox.e2e.system;

import static org.awaitility.Awaitility.await;

import dev.signalbox.dev.client.RefusedException;
import java.time.Duration;
import org.awaitility.core.ThrowingRunnable;

/// Waits for what must come true by itself.
public final class Eventually {
    /// Agents take seconds to start, and longer where much runs beside them.
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private static final Duration LOOK = Duration.ofMillis(50);

    private Eventually() {}

    /// What a node does not know it may still hear of: another one may have been told.
    public static void holds(ThrowingRunnable assertion) {
        await().atMost(PATIENCE)
                .pollInterval(LOOK)
                .ignoreExceptionsMatching(e -> e instanceof RefusedException refused && refused.status() == 404)
                .untilAsserted(assertion);
    }
}
