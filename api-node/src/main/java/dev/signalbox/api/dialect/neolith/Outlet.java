package dev.signalbox.api.dialect.neolith;

import dev.signalbox.api.http.WsPeer;
import dev.signalbox.schemas.codec.Json;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// The way to one client; whoever sends waits while too much is on its way.
record Outlet(WsPeer peer) {

    /// @throws WsPeer.ClosedException when the socket is closed
    void send(Map<String, Object> frame) throws InterruptedException {
        peer.send(new String(Json.encode(frame), StandardCharsets.UTF_8));
    }

    void sendAll(Iterable<Map<String, Object>> frames) throws InterruptedException {
        for (Map<String, Object> frame : frames) {
            send(frame);
        }
    }
}
