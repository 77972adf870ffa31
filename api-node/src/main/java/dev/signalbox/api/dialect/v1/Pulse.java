package dev.signalbox.api.dialect.v1;

import dev.signalbox.api.core.Principal;
import dev.signalbox.api.core.Readiness;
import dev.signalbox.api.http.SseWriter;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Heartbeats of a stream, and its end with the token.
final class Pulse {
    private final Principal principal;
    private final Readiness readiness;
    private final Duration interval;
    private long next;
    private @Nullable String id;

    Pulse(Principal principal, Readiness readiness, Duration interval) {
        this.principal = principal;
        this.readiness = readiness;
        this.interval = interval;
        this.next = System.nanoTime() + interval.toNanos();
    }

    /// How long to wait for something else.
    Duration left() {
        Duration beat = Duration.ofNanos(Math.max(1_000_000, next - System.nanoTime()));
        Instant expires = principal.expiresAt();
        if (expires == null) {
            return beat;
        }
        Duration life = Duration.between(Instant.now(), expires).plusMillis(1);
        return life.compareTo(beat) < 0 ? (life.isPositive() ? life : Duration.ofMillis(1)) : beat;
    }

    /// The cursor that the next heartbeat carries, so that a filtered stream resumes where it is.
    void at(String cursor) {
        id = cursor;
    }

    /// Sends what is due; true when the stream is to end.
    boolean beat(SseWriter sse) throws IOException {
        Instant expires = principal.expiresAt();
        if (expires != null && !Instant.now().isBefore(expires)) {
            sse.event(null, "expired", Map.of("code", "UNAUTHENTICATED"));
            sse.flush();
            return true;
        }
        if (System.nanoTime() < next) {
            return false;
        }
        next = System.nanoTime() + interval.toNanos();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("at", Instant.now());
        if (!readiness.logReachable()) {
            json.put("stale", true);
        }
        sse.event(id, "heartbeat", json);
        sse.flush();
        return false;
    }
}
