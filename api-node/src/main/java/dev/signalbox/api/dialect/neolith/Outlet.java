package dev.signalbox.api.dialect.neolith;

import dev.signalbox.api.http.WsPeer;
import dev.signalbox.schemas.codec.Json;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The way to one client; whoever sends waits while too much is on its way.
record Outlet(WsPeer peer) {
    private static final Logger log = LoggerFactory.getLogger(Outlet.class);
    private static final int INTERNAL = 1011;

    /// @throws WsPeer.ClosedException when the socket is closed
    void send(Map<String, Object> frame) throws InterruptedException {
        peer.send(new String(Json.encode(frame), StandardCharsets.UTF_8));
    }

    /// Closes the socket: a client that is told no more must not think that nothing happens.
    void fault(String what, RuntimeException e) {
        log.atError().setCause(e).log(what);
        peer.close(INTERNAL, "an unexpected fault; it is in the log");
    }

    void sendAll(Iterable<Map<String, Object>> frames) throws InterruptedException {
        for (Map<String, Object> frame : frames) {
            send(frame);
        }
    }
}
