package dev.signalbox.api.dialect.neolith;

import dev.signalbox.api.core.Principal;
import dev.signalbox.api.core.limit.Quota;
import dev.signalbox.api.core.limit.RateLimiter;
import dev.signalbox.api.core.port.ApiCore;
import java.time.Duration;

/// What all sockets of a node share.
record Daemon(
        ApiCore core,
        NeolithOptions options,
        SocketAccess access,
        Sessions sessions,
        DaemonStatus status,
        Connections connections,
        RateLimiter limiter) {
    private static final int MAX_CLIENTS = 10_000;

    static Daemon of(ApiCore core, NeolithOptions options) {
        var auth = options.socketAuth();
        var connections = new Connections(auth == null ? Integer.MAX_VALUE : auth.maxConnections());
        return new Daemon(
                core,
                options,
                new SocketAccess(core.verifier(), options, connections),
                new Sessions(core, options),
                new DaemonStatus(core, options.provider(), options.began()),
                connections,
                new RateLimiter(options.clock(), MAX_CLIENTS));
    }

    /// Whether a client may send one more message; where nobody is told apart, always.
    boolean admits(Principal who) {
        var auth = options.socketAuth();
        return auth == null
                || limiter.take(
                                new Quota("neolith", auth.rateLimit(), auth.rateWindow()),
                                who.namespace() + "/" + who.subject())
                        .admitted();
    }

    /// How long a request waits for something to come true before it says that it has not yet.
    Duration patience() {
        return Duration.ofSeconds(15);
    }
}
