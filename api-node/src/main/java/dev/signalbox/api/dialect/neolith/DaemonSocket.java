package dev.signalbox.api.dialect.neolith;

import dev.signalbox.api.http.WsPeer;
import dev.signalbox.api.http.WsProtocol;
import java.util.Optional;

/// The daemon's WebSocket, on any path.
final class DaemonSocket implements WsProtocol {
    static final int NOT_KNOWN = 4001;

    private final Daemon daemon;

    DaemonSocket(Daemon daemon) {
        this.daemon = daemon;
    }

    @Override
    public Optional<String> path() {
        return Optional.empty();
    }

    @Override
    public Unknown unknown() {
        var auth = daemon.options().socketAuth();
        return auth != null && auth.atUpgrade() ? Unknown.REFUSED : Unknown.ASKED;
    }

    @Override
    public int closing() {
        return NOT_KNOWN;
    }

    @Override
    public String expired() {
        return "Token expired";
    }

    @Override
    public Farewell farewell() {
        return new Farewell(1000, "Server shutting down");
    }

    @Override
    public boolean binaryIsText() {
        return true;
    }

    @Override
    public Conversation begin(WsPeer peer) {
        return new DaemonConversation(daemon, peer);
    }
}
