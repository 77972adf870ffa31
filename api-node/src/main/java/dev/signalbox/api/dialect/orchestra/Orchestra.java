package dev.signalbox.api.dialect.orchestra;

import dev.signalbox.api.core.ForeignTokens;
import dev.signalbox.api.core.port.ApiCore;
import dev.signalbox.api.http.Api;
import dev.signalbox.api.http.Route;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The dialect of Project Orchestra's daemon.
public final class Orchestra {
    static final String NAME = "orchestra";

    private Orchestra() {}

    /// What the dialect is told.
    ///
    /// @param tokens those of a foreign issuer; null: none is configured
    /// @param insecureSockets whether sockets from this machine need no token although an issuer is configured
    /// @param healthNeedsToken whether `/api/health` is for those with a token only
    /// @param spawnPatience how long a new agent may take to run
    /// @param heartbeat how long a stream waits before it looks whether it is still wanted
    public record Options(
            @Nullable ForeignTokens tokens,
            boolean insecureSockets,
            boolean healthNeedsToken,
            Rates rates,
            Duration spawnPatience,
            Duration heartbeat) {}

    /// How much one subject may do, each at least 1.
    public record Rates(int spawnsPerMinute, int delegationsPerMinute, int messagesPerSecond, int messagesPerMinute) {
        public static final Rates DEFAULT = new Rates(10, 100, 10, 600);
    }

    public static Api api(ApiCore core, Options options) {
        var clock = InstantSource.system();
        var limits = new Limits(options.rates(), clock);
        var commands = core.commands();
        List<Route> routes = new ArrayList<>();
        routes.addAll(new HealthRoutes(core, options.healthNeedsToken(), clock).routes());
        routes.addAll(new AgentRoutes(core, commands, limits, options.spawnPatience(), clock).routes());
        routes.addAll(new TaskRoutes(core, commands, limits).routes());
        var access = new OrchestraAccess(core.verifier(), options.tokens(), options.insecureSockets());
        return Api.of(NAME, routes, new OrchestraRefusals(), access)
                .speaking(new ObserveSocket(core, commands, limits, options.heartbeat()));
    }
}
