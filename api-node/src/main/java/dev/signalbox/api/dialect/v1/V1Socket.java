package dev.signalbox.api.dialect.v1;

import dev.signalbox.api.core.port.ApiCore;
import dev.signalbox.api.http.WsPeer;
import dev.signalbox.api.http.WsProtocol;
import java.time.Duration;

/// The native API's WebSocket, `/v1/ws`; openapi.yaml has its frames.
public final class V1Socket implements WsProtocol {
    private final ApiCore core;
    private final Duration heartbeat;

    public V1Socket(ApiCore core, Duration heartbeat) {
        this.core = core;
        this.heartbeat = heartbeat;
    }

    @Override
    public String path() {
        return "/v1/ws";
    }

    @Override
    public String name() {
        return "signalbox.v1";
    }

    @Override
    public Conversation begin(WsPeer peer) {
        return new SocketConversation(core, peer, heartbeat);
    }
}
