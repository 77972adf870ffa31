package dev.signalbox.host.session;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Whether a session is idle, where its silence is all that tells. Each change is told once. Times are those of
/// [System#nanoTime].
final class Silence {
    private final Duration idleAfter;
    private long wroteAt;
    private @Nullable Boolean idle;

    /// @param fresh whether the session begins now: that it works goes without saying
    Silence(Duration idleAfter, boolean fresh, long now) {
        this.idleAfter = idleAfter;
        this.wroteAt = now;
        this.idle = fresh ? false : null;
    }

    /// The session wrote.
    ///
    /// @return whether that is news
    synchronized boolean wrote(long now) {
        wroteAt = now;
        boolean news = idle == null || idle;
        idle = false;
        return news;
    }

    /// How long it has been silent, once that is long enough; null when it is not, or was told.
    synchronized @Nullable Duration lasting(long now) {
        Duration quiet = Duration.ofNanos(now - wroteAt);
        if ((idle != null && idle) || quiet.compareTo(idleAfter) < 0) {
            return null;
        }
        idle = true;
        return quiet;
    }
}
