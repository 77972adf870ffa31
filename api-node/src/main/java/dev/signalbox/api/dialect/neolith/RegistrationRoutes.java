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

/// Registers the daemon of an orchestrator, says how it is, and unregisters it.
final class RegistrationRoutes {
    private static final int HEARTBEAT_MILLIS = 30_000;
    private static final List<String> PROTOCOLS = List.of("http", "https", "ws", "wss");

    private final Surface surface;

    RegistrationRoutes(Surface surface) {
        this.surface = surface;
    }

    List<Route> routes() {
        return List.of(
                Route.open("POST", "/api/daemon", this::register),
                Route.open("POST", "/api/daemon/register", this::register),
                Route.open("GET", "/api/daemon", this::show),
                Route.open("DELETE", "/api/daemon", this::unregister),
                Route.open("POST", "/api/daemon/unregister", this::unregisterByKey),
                Route.open("GET", "/api/daemon/health/{orchestrator}", this::health));
    }

    private Reply register(Request request) throws InterruptedException {
        Fields fields = Surface.body(request);
        String orchestratorId = fields.text("orchestratorId");
        String organizationId = fields.text("organizationId");
        String apiKey = fields.text("apiKey");
        Fields daemon = fields.in("daemonInfo");
        String instanceId = daemon.text("instanceId");
        Map<String, Object> info = new LinkedHashMap<>();
        info.put("instanceId", instanceId);
        info.put("version", daemon.text("version"));
        info.put("host", daemon.text("host"));
        info.put("port", daemon.number("port", 1, 65535));
        info.put("protocol", daemon.oneOf("protocol", PROTOCOLS));
        info.put("startedAt", daemon.time("startedAt").map(Iso::of).orElse(""));
        List<String> capabilities = daemon.texts("capabilities", false);
        if (!capabilities.isEmpty()) {
            info.put("capabilities", capabilities);
        }
        Map<String, Object> metadata = daemon.optionalObject("metadata");
        if (metadata != null) {
            info.put("metadata", metadata);
        }
        fields.check();
        verify(orchestratorId, organizationId, apiKey);
        Records.Daemon registered = surface.registry()
                .register(surface.access().system(orchestratorId), orchestratorId, organizationId, instanceId, info);
        String at = String.valueOf(Iso.ofNullable(registered.registeredAt()));
        info.put("registeredAt", at);
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("orchestratorId", orchestratorId);
        data.put("organizationId", organizationId);
        data.put("registeredAt", at);
        data.put("daemonInfo", info);
        data.put("heartbeatInterval", HEARTBEAT_MILLIS);
        data.put("healthCheckEndpoint", request.prefix() + "/api/daemon/health/" + orchestratorId);
        return Reply.json(201, Map.of("success", true, "data", data, "message", "Daemon registered successfully"));
    }

    private void verify(String orchestratorId, String organizationId, String apiKey) throws InterruptedException {
        Records.Orchestrator known = surface.access()
                .orchestrator(orchestratorId)
                .orElseThrow(() -> notFound().asException());
        if (!known.organizationId().equals(organizationId)) {
            throw DaemonAccess.forbidden("The orchestrator is of another organization");
        }
        if (!Orchestrators.matches(apiKey, known.keyHash())) {
            throw DaemonAccess.unauthorized("Invalid API key");
        }
        if (!known.enabled()) {
            throw DaemonAccess.forbidden("The orchestrator is disabled");
        }
    }

    private static Refusal notFound() {
        return Refusal.of(ErrorCode.NOT_FOUND, "Orchestrator not found")
                .with(NeolithRefusals.CODE, "ORCHESTRATOR_NOT_FOUND");
    }

    private Reply show(Request request) throws InterruptedException {
        var asker = surface.access().asker(request, "status");
        Records.Daemon daemon = surface.registry()
                .find(asker.namespace(), asker.orchestratorId())
                .orElseGet(() -> Records.Daemon.of(asker.orchestratorId()));
        Map<String, Object> session = surface.sessions()
                .find(asker.namespace(), asker.orchestratorId(), asker.sessionId())
                .map(one -> Frames.members(
                        "id",
                        one.id(),
                        "createdAt",
                        Iso.of(one.createdAt()),
                        "lastActivityAt",
                        Iso.of(one.lastActivityAt())))
                .orElse(null);
        Map<String, Object> data = Frames.members(
                "orchestratorId",
                asker.orchestratorId(),
                "daemonId",
                daemon.instanceId() == null ? asker.daemonId() : daemon.instanceId(),
                "status",
                status(daemon),
                "lastHeartbeat",
                Iso.ofNullable(daemon.lastHeartbeat()),
                "metrics",
                daemon.metrics(),
                "session",
                session);
        return Reply.json(200, Map.of("success", true, "data", data));
    }

    private String status(Records.Daemon daemon) {
        if (!daemon.online(surface.now())) {
            return "offline";
        }
        return "error".equals(daemon.operational()) ? "degraded" : "online";
    }

    /// Its tokens are worth nothing any more; the orchestrator stays enabled and may authenticate again.
    private Reply unregister(Request request) throws InterruptedException {
        var asker = surface.access().asker(request, "status");
        surface.registry().unregister(asker);
        if (!asker.sessionId().isEmpty()) {
            surface.sessions().delete(asker.principal(), asker.orchestratorId(), asker.sessionId());
        }
        return Reply.json(200, Map.of("success", true, "message", "Daemon unregistered successfully"));
    }

    private Reply unregisterByKey(Request request) throws InterruptedException {
        Fields fields = Surface.body(request);
        String orchestratorId = fields.text("orchestratorId");
        String apiKey = fields.text("apiKey");
        var _ = fields.optionalOneOf("reason", List.of("shutdown", "error", "maintenance", "unknown"));
        fields.check();
        Records.Orchestrator known = surface.access()
                .orchestrator(orchestratorId)
                .orElseThrow(() -> notFound().asException());
        if (!Orchestrators.matches(apiKey, known.keyHash())) {
            throw DaemonAccess.unauthorized("Invalid API key");
        }
        surface.registry().unregister(surface.access().system(orchestratorId), orchestratorId);
        return Reply.json(200, Map.of("success", true, "message", "Daemon unregistered successfully"));
    }

    private Reply health(Request request) throws InterruptedException {
        var asker = surface.access().asker(request, "status");
        String orchestratorId = request.parameter("orchestrator");
        if (!asker.sessionId().isEmpty() && !asker.orchestratorId().equals(orchestratorId)) {
            throw DaemonAccess.forbidden("The token is of another orchestrator");
        }
        Records.Daemon daemon = surface.registry()
                .find(asker.namespace(), orchestratorId)
                .orElseThrow(() -> notFound().asException());
        Instant now = surface.now();
        Instant heard = daemon.lastHeartbeat() == null ? daemon.registeredAt() : daemon.lastHeartbeat();
        long missed = heard == null ? 0 : Math.max(0, (now.toEpochMilli() - heard.toEpochMilli()) / HEARTBEAT_MILLIS);
        boolean online = daemon.online(now);
        String status = !online ? "unhealthy" : status(daemon).equals("degraded") ? "degraded" : "healthy";
        Map<String, Object> data = Frames.members(
                "orchestratorId",
                orchestratorId,
                "healthy",
                status.equals("healthy"),
                "status",
                status,
                "lastHeartbeat",
                Iso.ofNullable(daemon.lastHeartbeat()),
                "missedHeartbeats",
                missed,
                "details",
                Frames.members(
                        "activity",
                        daemon.activity(),
                        "operationalStatus",
                        daemon.operational(),
                        "presence",
                        daemon.presence(),
                        "statusText",
                        daemon.statusText()),
                "metrics",
                daemon.metrics(),
                "daemonInfo",
                daemon.info());
        return Reply.json(200, Map.of("data", data));
    }
}
