package dev.signalbox.api.dialect.elemental;

import dev.signalbox.api.core.port.ApiCore;
import dev.signalbox.api.http.WsPeer;
import dev.signalbox.api.http.WsProtocol;
import dev.signalbox.schemas.Ids;
import java.util.Optional;

/// Elemental's WebSocket, `/ws`.
final class ElementalSocket implements WsProtocol {
    private final ApiCore core;
    private final Directory directory;
    private final String node;

    /// @param node names this node among writers
    ElementalSocket(ApiCore core, Directory directory, String node) {
        this.core = core;
        this.directory = directory;
        this.node = node;
    }

    @Override
    public Optional<String> path() {
        return Optional.of("/ws");
    }

    @Override
    public Conversation begin(WsPeer peer) {
        var typing = new Typing(core, node + "/" + Ids.TOKEN.mint());
        return new ElementalConversation(core, directory, typing, peer);
    }
}
