package dev.signalbox.api.dialect.orchestra;

import dev.signalbox.api.core.Capability;
import dev.signalbox.api.core.Refusal;
import dev.signalbox.api.core.port.ApiCore;
import dev.signalbox.api.http.Reply;
import dev.signalbox.api.http.Route;
import dev.signalbox.schemas.error.ErrorCode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/// How this node is.
final class HealthRoutes {
    /// Of the API that is spoken.
    static final String VERSION = "0.1.0";

    private static final String PATH = "/api/health";

    private final ApiCore core;
    private final boolean needsToken;
    private final InstantSource clock;
    private final Instant started;

    HealthRoutes(ApiCore core, boolean needsToken, InstantSource clock) {
        this.core = core;
        this.needsToken = needsToken;
        this.clock = clock;
        this.started = clock.instant();
    }

    List<Route> routes() {
        return List.of(
                needsToken
                        ? Route.of("GET", PATH, Capability.VIEW, _ -> health())
                        : Route.open("GET", PATH, _ -> health()));
    }

    private Reply health() {
        List<String> reasons = core.readiness().reasons();
        if (!reasons.isEmpty()) {
            throw Refusal.of(ErrorCode.UNAVAILABLE, "waits for: " + String.join("; ", reasons))
                    .asException();
        }
        long uptime = Duration.between(started, clock.instant()).toSeconds();
        return Reply.json(200, new Wire.Health("healthy", VERSION, uptime));
    }
}
