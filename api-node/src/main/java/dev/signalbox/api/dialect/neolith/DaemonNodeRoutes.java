package dev.signalbox.api.dialect.neolith;

import dev.signalbox.api.core.text.Iso;
import dev.signalbox.api.http.Reply;
import dev.signalbox.api.http.Request;
import dev.signalbox.api.http.Route;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What needs no state: whether the daemon is there, how it is spoken to, and with which figures.
final class DaemonNodeRoutes {
    private final Surface surface;

    DaemonNodeRoutes(Surface surface) {
        this.surface = surface;
    }

    List<Route> routes() {
        return List.of(
                Route.open("GET", "/health", this::health),
                Route.open("GET", "/api/daemon/ws", DaemonNodeRoutes::socket),
                Route.open(
                        "POST",
                        "/api/daemon/ws",
                        _ -> Reply.json(405, Map.of("error", "Use a WebSocket upgrade"))
                                .header("Allow", "GET")),
                Route.open("GET", "/api/daemon/config", this::config));
    }

    private Reply health(Request request) {
        return Reply.json(200, Map.of("status", "healthy", "timestamp", Iso.of(surface.now())));
    }

    private static Reply socket(Request request) {
        String host = request.header("Host").orElse("localhost:8787");
        String base = request.prefix() + "/api/daemon";
        Map<String, Object> info = new LinkedHashMap<>();
        info.put("message", "WebSocket connections are taken on any path of this port");
        info.put("protocol", "WebSocket");
        info.put("version", "1.0.0");
        info.put("documentation", base + "/ws");
        info.put(
                "connection",
                Map.of(
                        "upgrade",
                        "websocket",
                        "url",
                        "ws://" + host + request.prefix() + "/",
                        "authentication",
                        "Authorization: Bearer, ?token=, x-api-key, or a first message {type: auth, token}"));
        info.put(
                "endpoints",
                Map.of(
                        "http",
                        Map.of(
                                "auth", base + "/auth",
                                "refresh", base + "/auth/refresh",
                                "heartbeat", base + "/heartbeat",
                                "events", base + "/events"),
                        "websocket",
                        Map.of("path", request.prefix() + "/", "protocol", "ws")));
        return Reply.json(200, info);
    }

    private Reply config(Request request) throws InterruptedException {
        var asker = surface.access().asker(request, "status");
        String base = request.prefix() + "/api/daemon";
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("orchestratorId", asker.orchestratorId());
        config.put(
                "operationalConfig",
                Map.of(
                        "heartbeatIntervalMs", 30_000,
                        "reconnectDelayMs", 5_000,
                        "maxReconnectAttempts", 10,
                        "messageRateLimitPerMinute", 60,
                        "idleTimeoutMs", 300_000));
        config.put(
                "endpoints", Map.of("heartbeat", base + "/heartbeat", "events", base + "/events", "ws", base + "/ws"));
        return Reply.json(200, config);
    }
}
