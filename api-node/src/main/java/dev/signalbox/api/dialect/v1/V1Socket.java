package dev.signalbox.api.dialect.v1;

import dev.signalbox.api.core.port.ApiCore;
import dev.signalbox.api.http.WsPeer;
import dev.signalbox.api.http.WsProtocol;
import java.time.Duration;
import java.util.Optional;

/// The native API's WebSocket, `/v1/ws`; openapi.yaml has its frames.
final class V1Socket implements WsProtocol {
    private final ApiCore core;
    private final Duration heartbeat;

    V1Socket(ApiCore core, Duration heartbeat) {
        this.core = core;
        this.heartbeat = heartbeat;
    }

    @Override
    public Optional<String> path() {
        return Optional.of("/v1/ws");
    }

    @Override
    public Optional<String> subprotocol() {
        return Optional.of("signalbox.v1");
    }

    @Override
    public int closing() {
        return 4401;
    }

    @Override
    public Conversation begin(WsPeer peer) {
        return new SocketConversation(core, peer, heartbeat);
    }
}
