package dev.signalbox.api.dialect.neolith;

import dev.signalbox.api.core.Refusal;
import dev.signalbox.api.core.RefusedException;
import dev.signalbox.api.http.Replays;
import dev.signalbox.api.http.Reply;
import dev.signalbox.api.http.Request;
import dev.signalbox.api.http.Route;
import dev.signalbox.schemas.error.ErrorCode;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Daemons' own sessions: made, listed, changed and ended by their owner.
final class DaemonSessionRoutes {
    private static final String PATH = "/api/daemon/sessions";
    private static final long YEAR_SECONDS = Duration.ofDays(365).toSeconds();

    private final Surface surface;

    DaemonSessionRoutes(Surface surface) {
        this.surface = surface;
    }

    List<Route> routes() {
        return List.of(
                Route.open("POST", PATH, this::create),
                Route.open("GET", PATH, this::list),
                Route.open("PATCH", PATH, this::change),
                Route.open("DELETE", PATH, this::delete));
    }

    private Reply create(Request request) throws InterruptedException {
        var asker = surface.access().asker(request, "sessions");
        Fields fields = Surface.body(request);
        String orchestratorId = fields.text("orchestratorId");
        String type = fields.oneOf("type", List.of("daemon", "user", "system"));
        Map<String, Object> metadata = fields.optionalObject("metadata");
        long seconds = fields.number("timeoutSeconds", 1, YEAR_SECONDS, Records.KEPT.toSeconds());
        fields.check();
        if (!orchestratorId.equals(asker.orchestratorId())) {
            throw DaemonAccess.forbidden("The token is of another orchestrator");
        }
        Duration ttl = Duration.ofSeconds(seconds);
        var made =
                surface.sessions().create(asker.principal(), request.repetition(), orchestratorId, type, metadata, ttl);
        return Replays.marked(made.outcome(), Reply.json(201, answer(made.session(), "Session created successfully")));
    }

    private Reply list(Request request) throws InterruptedException {
        var asker = surface.access().asker(request, "sessions");
        List<Map<String, Object>> sessions = surface.sessions().list(asker.namespace(), asker.orchestratorId()).stream()
                .map(DaemonSessions::wire)
                .toList();
        return Reply.json(200, Map.of("sessions", sessions, "total", sessions.size()));
    }

    private Reply change(Request request) throws InterruptedException {
        var asker = surface.access().asker(request, "sessions");
        Fields fields = Surface.body(request);
        String id = fields.text("sessionId");
        String status = fields.optionalOneOf("status", List.of("active", "idle", "expired", "terminated"));
        Map<String, Object> metadata = fields.optionalObject("metadata");
        boolean extend = fields.truth("extendTTL", false);
        Instant now = surface.now();
        Instant activity = fields.optionalTime("lastActivityAt").orElse(now);
        fields.check();
        var session = surface.sessions()
                .change(
                        asker.principal(),
                        asker.orchestratorId(),
                        id,
                        before -> DaemonSessions.patched(before, status, metadata, extend, activity, now))
                .orElseThrow(() -> missing(asker, id));
        return Reply.json(200, answer(session, "Session updated successfully"));
    }

    private Reply delete(Request request) throws InterruptedException {
        var asker = surface.access().asker(request, "sessions");
        String id = request.query("sessionId").orElse("");
        if (id.isBlank()) {
            Fields none = Fields.none();
            none.say("sessionId", "is needed in the query");
            none.check();
        }
        if (surface.sessions()
                .find(asker.namespace(), asker.orchestratorId(), id)
                .isEmpty()) {
            throw missing(asker, id);
        }
        surface.sessions().delete(asker.principal(), asker.orchestratorId(), id);
        return Reply.json(200, Map.of("success", true, "message", "Session terminated successfully"));
    }

    private RefusedException missing(DaemonAccess.Asker asker, String id) {
        return surface.sessions().belongsToAnother(asker.namespace(), asker.orchestratorId(), id)
                ? DaemonAccess.forbidden("The session is of another orchestrator")
                : Refusal.of(ErrorCode.SESSION_NOT_FOUND, "Session not found").asException();
    }

    private static Map<String, Object> answer(Records.DaemonSession session, String message) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("success", true);
        answer.put("session", DaemonSessions.wire(session));
        answer.put("message", message);
        return answer;
    }
}
