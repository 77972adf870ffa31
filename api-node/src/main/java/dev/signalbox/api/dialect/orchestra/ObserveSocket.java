package dev.signalbox.api.dialect.orchestra;

import dev.signalbox.api.core.Principal;
import dev.signalbox.api.core.feed.EventFeeds.From;
import dev.signalbox.api.core.gateway.Commands;
import dev.signalbox.api.core.port.ApiCore;
import dev.signalbox.api.http.WsPeer;
import dev.signalbox.api.http.WsProtocol;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// `/ws/observe`. A bad token is told by a close, after the socket has opened.
final class ObserveSocket implements WsProtocol {
    private final ApiCore core;
    private final Commands commands;
    private final Limits limits;
    private final Duration heartbeat;

    ObserveSocket(ApiCore core, Commands commands, Limits limits, Duration heartbeat) {
        this.core = core;
        this.commands = commands;
        this.limits = limits;
        this.heartbeat = heartbeat;
    }

    @Override
    public Optional<String> path() {
        return Optional.of("/ws/observe");
    }

    @Override
    public Optional<String> subprotocol() {
        return Optional.of(Orchestra.NAME);
    }

    @Override
    public Unknown unknown() {
        return Unknown.CLOSED;
    }

    @Override
    public Conversation begin(WsPeer peer) {
        return conversation(peer, new From.End());
    }

    @Override
    public Beginning prepared(@Nullable Principal who) throws InterruptedException {
        From now = who == null ? new From.End() : core.events().now(who.namespace());
        return peer -> conversation(peer, now);
    }

    private Conversation conversation(WsPeer peer, From now) {
        return new ObserveConversation(core, commands, limits, peer, heartbeat, now);
    }
}
