package dev.signalbox.api.dialect.neolith;

import dev.signalbox.api.core.Refusal;
import dev.signalbox.api.core.text.Iso;
import dev.signalbox.api.http.Reply;
import dev.signalbox.api.http.Request;
import dev.signalbox.api.http.Route;
import dev.signalbox.schemas.error.ErrorCode;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a daemon says of itself.
final class HeartbeatRoutes {
    private static final int INTERVAL_MILLIS = 30_000;
    private static final List<String> NUMBERS = List.of(
            "memoryUsageMB",
            "cpuUsagePercent",
            "activeConnections",
            "messagesProcessed",
            "errorsCount",
            "uptimeSeconds",
            "queueDepth");

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
        var asker = surface.access().asker(request, "heartbeat", true);
        Fields fields = surface.lenientBody(request);
        String sessionId = fields.optionalText("sessionId");
        String activity = fields.optionalOneOf("status", List.of("active", "idle", "busy"));
        Map<String, Object> metrics = metrics(fields);
        fields.check(true);
        Instant now = surface.now();
        String said = activity == null ? "active" : activity;
        touch(asker, sessionId, said, now);
        Records.Daemon _ = surface.registry().heartbeat(asker.principal(), asker.orchestratorId(), said, metrics);
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("success", true);
        answer.put("serverTime", Iso.of(now));
        answer.put("nextHeartbeat", Iso.of(now.plusMillis(INTERVAL_MILLIS)));
        answer.put("heartbeatIntervalMs", INTERVAL_MILLIS);
        return Reply.json(200, answer);
    }

    private @Nullable Map<String, Object> metrics(Fields fields) {
        Map<String, Object> metrics = fields.optionalObject("metrics");
        if (metrics == null) {
            return null;
        }
        Map<String, Object> known = new LinkedHashMap<>();
        for (String name : NUMBERS) {
            Object value = metrics.get(name);
            if (value instanceof Number) {
                known.put(name, value);
            } else if (value != null) {
                fields.say("metrics." + name, "must be a number");
            }
        }
        Object last = metrics.get("lastTaskCompletedAt");
        if (last instanceof String text && text.length() <= 64) {
            known.put("lastTaskCompletedAt", text);
        } else if (last != null) {
            fields.say("metrics.lastTaskCompletedAt", "must be text");
        }
        return known;
    }

    /// Only a session of its own, and not for longer than that was to last.
    private void touch(DaemonAccess.Asker asker, @Nullable String sessionId, String status, Instant now)
            throws InterruptedException {
        String id = sessionId == null ? asker.sessionId() : sessionId;
        if (id.isEmpty()) {
            return;
        }
        var session = surface.sessions()
                .change(
                        asker.principal(),
                        asker.orchestratorId(),
                        id,
                        before -> DaemonSessions.heard(before, status, now));
        if (session.isEmpty()) {
            throw DaemonAccess.shaped(Refusal.of(ErrorCode.SESSION_NOT_FOUND, "Session not found"), true)
                    .asException();
        }
    }

    private Reply status(Request request) throws InterruptedException {
        var asker = surface.access().asker(request, "status", true);
        Fields fields = surface.body(request, true);
        String status = fields.oneOf("status", List.of("active", "paused", "error"));
        String message = fields.optionalText("message");
        fields.check(true);
        Records.Daemon _ = surface.registry()
                .change(asker.principal(), asker.orchestratorId(), before -> before.saying(status, null, message));
        return Reply.json(200, Map.of("success", true, "status", status));
    }

    private Reply presence(Request request) throws InterruptedException {
        var asker = surface.access().asker(request, "status", true);
        Fields fields = surface.body(request, true);
        String presence = fields.oneOf("status", List.of("online", "away", "busy", "offline"));
        String text = fields.optionalText("statusText");
        fields.check(true);
        Records.Daemon _ = surface.registry()
                .change(asker.principal(), asker.orchestratorId(), before -> before.saying(null, presence, text));
        return Reply.json(200, Map.of("success", true, "status", presence));
    }
}
