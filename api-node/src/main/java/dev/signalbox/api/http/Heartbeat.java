package dev.signalbox.api.http;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// When a stream owes its client a sign of life, and when it ends with what it was opened by. Used by one thread.
public final class Heartbeat {
    private static final Duration SHORTEST_WAIT = Duration.ofMillis(1);

    private final Duration interval;
    private final @Nullable Instant expires;
    private long next;

    /// @param expires null: never
    public Heartbeat(Duration interval, @Nullable Instant expires) {
        this.interval = interval;
        this.expires = expires;
        this.next = System.nanoTime() + interval.toNanos();
    }

    /// How long something else may be waited for; never nothing at all.
    public Duration left() {
        Duration left = Duration.ofNanos(next - System.nanoTime());
        if (expires != null) {
            Duration life = Duration.between(Instant.now(), expires).plus(SHORTEST_WAIT);
            left = life.compareTo(left) < 0 ? life : left;
        }
        return left.compareTo(SHORTEST_WAIT) < 0 ? SHORTEST_WAIT : left;
    }

    public boolean expired() {
        return expires != null && !Instant.now().isBefore(expires);
    }

    /// Whether a sign is due now; the next one is an interval later.
    public boolean due() {
        if (System.nanoTime() < next) {
            return false;
        }
        next = System.nanoTime() + interval.toNanos();
        return true;
    }
}
