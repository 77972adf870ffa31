package dev.signalbox.api.dialect.v1;

import dev.signalbox.api.core.Principal;
import dev.signalbox.api.core.Readiness;
import dev.signalbox.api.http.Heartbeat;
import dev.signalbox.api.http.SseWriter;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Heartbeats of a stream, and its end with the token.
final class Pulse {
    private final Heartbeat heartbeat;
    private final Readiness readiness;
    private @Nullable String id;

    Pulse(Principal principal, Readiness readiness, Duration interval) {
        this.heartbeat = new Heartbeat(interval, principal.expiresAt());
        this.readiness = readiness;
    }

    /// How long to wait for something else.
    Duration left() {
        return heartbeat.left();
    }

    /// The cursor that the next heartbeat carries, so that a filtered stream resumes where it is.
    void at(String cursor) {
        id = cursor;
    }

    /// Sends what is due; true when the stream is to end.
    boolean beat(SseWriter sse) throws IOException {
        if (heartbeat.expired()) {
            sse.event(null, "expired", Map.of("code", "UNAUTHENTICATED"));
            sse.flush();
            return true;
        }
        if (!heartbeat.due()) {
            return false;
        }
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
