package dev.signalbox.host.session;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The orders to stop one session. Each has a moment at which its grace is over; of several, the one whose moment
/// comes first holds, so that whoever repeats a gentle order does not put off the hard end of an earlier one. Times
/// are those of [System#nanoTime].
final class StopOrders {
    private @Nullable Order holding;
    private @Nullable Thread carriedOut;

    /// @param reason what is told as the reason of the end
    private record Order(Duration grace, long overAt, String reason) {}

    /// Carries an order out.
    @FunctionalInterface
    interface Stop {
        void within(Duration grace);
    }

    /// @return whether it is to be carried out, or an earlier one does as well
    synchronized boolean take(Duration grace, @Nullable String reason, long now) {
        Order before = holding;
        boolean sooner = before == null || now + grace.toNanos() - before.overAt() < 0;
        if (sooner) {
            holding = new Order(grace, now + grace.toNanos(), reason == null ? "stopped" : reason);
        }
        Thread thread = carriedOut;
        return sooner || thread == null || !thread.isAlive();
    }

    /// Why the session was told to stop; null when it was not.
    synchronized @Nullable String reason() {
        return holding == null ? null : holding.reason();
    }

    /// Carries out the order that holds, if there is one, on a thread of its own, in place of one that still waits out
    /// its grace.
    synchronized void carryOut(String sessionId, long now, Stop stop) {
        Order order = holding;
        if (order == null) {
            return;
        }
        if (carriedOut != null) {
            carriedOut.interrupt();
        }
        Duration left = Duration.ofNanos(
                Math.clamp(order.overAt() - now, 0, order.grace().toNanos()));
        carriedOut = Thread.ofVirtual().name("stop-" + sessionId).start(() -> stop.within(left));
    }
}
