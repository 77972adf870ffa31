package dev.signalbox.api.dialect.neolith;

import dev.signalbox.api.core.text.Iso;
import dev.signalbox.api.http.Reply;
import dev.signalbox.api.http.Request;
import dev.signalbox.api.http.Route;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a daemon says of itself.
final class HeartbeatRoutes {
    private static final int INTERVAL_MILLIS = 30_000;

    private final Surface surface;

    HeartbeatRoutes(Surface surface) {
        this.surface = surface;
    }

    List<Route> routes() {
        return List.of(
                Route.open("POST", "/api/daemon/heartbeat", this::heartbeat),
                Route.open("PUT", "/api/daemon/status", this::status),
                Route.open("PUT", "/api/daemon/presence", this::presence));
    }

    private Reply heartbeat(Request request) throws InterruptedException {
        var asker = surface.access().asker(request, "heartbeat");
        Heartbeat said = Heartbeat.of(request.body());
        Instant now = surface.now();
        Records.Daemon _ = surface.registry().heartbeat(asker, said.activity(), said.metrics());
        touch(asker, said, now);
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("success", true);
        answer.put("serverTime", Iso.of(now));
        answer.put("nextHeartbeat", Iso.of(now.plusMillis(INTERVAL_MILLIS)));
        answer.put("heartbeatIntervalMs", INTERVAL_MILLIS);
        return Reply.json(200, answer);
    }

    /// Its own session, or that of its token, and not for longer than that was to last. A daemon that names another
    /// one is alive all the same.
    private void touch(DaemonAccess.Asker asker, Heartbeat said, Instant now) throws InterruptedException {
        String id = said.sessionId().isEmpty() ? asker.sessionId() : said.sessionId();
        if (!id.isEmpty()) {
            var _ = surface.sessions()
                    .change(
                            asker.principal(),
                            asker.orchestratorId(),
                            id,
                            before -> DaemonSessions.heard(before, said.activity(), now));
        }
    }

    private Reply status(Request request) throws InterruptedException {
        var asker = surface.access().asker(request, "status");
        Fields fields = Surface.body(request);
        String status = fields.oneOf("status", List.of("active", "paused", "error"));
        String message = fields.optionalText("message");
        fields.check();
        Records.Daemon _ = surface.registry()
                .change(
                        asker.principal(),
                        asker.orchestratorId(),
                        before -> asker.own(before).saying(status, null, message));
        return Reply.json(200, Map.of("success", true, "status", status));
    }

    private Reply presence(Request request) throws InterruptedException {
        var asker = surface.access().asker(request, "status");
        Fields fields = Surface.body(request);
        String presence = fields.oneOf("status", List.of("online", "away", "busy", "offline"));
        String text = fields.optionalText("statusText");
        fields.check();
        Records.Daemon _ = surface.registry()
                .change(
                        asker.principal(),
                        asker.orchestratorId(),
                        before -> asker.own(before).saying(null, presence, text));
        return Reply.json(200, Map.of("success", true, "status", presence));
    }
}
