package dev.signalbox.api.dialect.elemental;

import dev.signalbox.api.core.gateway.Commands;
import dev.signalbox.api.core.port.ApiCore;
import dev.signalbox.api.http.WsPeer;
import dev.signalbox.api.http.WsProtocol;
import java.util.Optional;

/// Elemental's WebSocket, `/ws`.
final class ElementalSocket implements WsProtocol {
    private final ApiCore core;
    private final Directory directory;
    private final Commands commands;
    private final Typing typing;

    ElementalSocket(ApiCore core, Directory directory, Commands commands, Typing typing) {
        this.core = core;
        this.directory = directory;
        this.commands = commands;
        this.typing = typing;
    }

    @Override
    public Optional<String> path() {
        return Optional.of("/ws");
    }

    @Override
    public Conversation begin(WsPeer peer) {
        return new ElementalConversation(core, directory, commands, typing, peer);
    }
}
