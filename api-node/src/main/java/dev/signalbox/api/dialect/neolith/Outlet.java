package dev.signalbox.api.dialect.neolith;

import dev.signalbox.api.http.WsPeer;
import dev.signalbox.schemas.codec.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The way to one client. What waits for it is bounded, since whoever sends waits too; a client that takes
/// nothing for a while is dropped.
final class Outlet {
    private static final int TRY_AGAIN_LATER = 1013;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final WsPeer peer;
    private final Map<Thread, Long> waiting = new ConcurrentHashMap<>();

    Outlet(WsPeer peer) {
        this.peer = peer;
    }

    /// @throws WsPeer.ClosedException when the socket is closed
    void send(Map<String, Object> frame) throws InterruptedException {
        Thread sender = Thread.currentThread();
        waiting.put(sender, System.nanoTime());
        try {
            peer.send(new String(Json.encode(frame), StandardCharsets.UTF_8));
        } finally {
            waiting.remove(sender);
        }
    }

    void sendAll(Iterable<Map<String, Object>> frames) throws InterruptedException {
        for (Map<String, Object> frame : frames) {
            send(frame);
        }
    }

    /// Drops a client for which somebody waits too long.
    void dropIfSlow() {
        long now = System.nanoTime();
        if (waiting.values().stream().anyMatch(since -> now - since > PATIENCE.toNanos())) {
            peer.close(TRY_AGAIN_LATER, "Client too slow");
        }
    }
}
