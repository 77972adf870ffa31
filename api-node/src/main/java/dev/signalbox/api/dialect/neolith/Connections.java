package dev.signalbox.api.dialect.neolith;

import dev.signalbox.api.core.Principal;
import dev.signalbox.api.core.Refusal;
import dev.signalbox.schemas.error.ErrorCode;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// How many sockets each client of the daemon's own credentials has open on this node.
final class Connections {
    private final int limit;
    private final Map<String, Integer> open = new ConcurrentHashMap<>();

    Connections(int limit) {
        this.limit = limit;
    }

    /// @throws dev.signalbox.api.core.RefusedException RATE_LIMITED
    void checkRoom(Principal who) {
        Caller.clientId(who).ifPresent(client -> {
            if (open.getOrDefault(client, 0) >= limit) {
                throw Refusal.of(ErrorCode.RATE_LIMITED, "connection_limit_exceeded")
                        .with(NeolithRefusals.UPGRADE, "429")
                        .asException();
            }
        });
    }

    void opened(Principal who) {
        Caller.clientId(who).ifPresent(client -> open.merge(client, 1, Integer::sum));
    }

    void closed(Principal who) {
        Caller.clientId(who)
                .ifPresent(client -> open.computeIfPresent(client, (_, count) -> count == 1 ? null : count - 1));
    }
}
