package dev.signalbox.api.dialect.v1;

import static dev.signalbox.api.core.Capability.ADMIN;
import static dev.signalbox.api.core.Capability.VIEW;

import dev.signalbox.api.core.Capability;
import dev.signalbox.api.core.port.ApiCore;
import dev.signalbox.api.http.Reply;
import dev.signalbox.api.http.Request;
import dev.signalbox.api.http.Route;
import dev.signalbox.settings.ProductVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

/// The node itself: health, version, metrics, contract.
final class NodeRoutes {
    private final ApiCore core;
    private final String node;
    private final Supplier<String> metrics;

    NodeRoutes(ApiCore core, String node, Supplier<String> metrics) {
        this.core = core;
        this.node = node;
        this.metrics = metrics;
    }

    List<Route> routes() {
        return List.of(
                Route.open("GET", "/v1/health/live", _ -> Reply.json(200, Map.of("live", true))),
                Route.open("GET", "/v1/health/ready", _ -> ready()),
                Route.open("GET", "/openapi.yaml", _ -> contract()),
                Route.of("GET", "/v1/version", VIEW, this::version),
                Route.of(
                        "GET", "/v1/metrics", ADMIN, _ -> Reply.text(200, "text/plain; version=0.0.4", metrics.get())));
    }

    private Reply ready() {
        List<String> reasons = core.readiness().reasons();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("ready", reasons.isEmpty());
        json.put("reasons", reasons);
        return Reply.json(reasons.isEmpty() ? 200 : 503, json);
    }

    private Reply version(Request request) {
        var principal = request.principal();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("version", ProductVersion.own());
        json.put("node", node);
        json.put("namespace", principal.namespace());
        json.put("subject", principal.subject());
        json.put(
                "scopes",
                principal.capabilities().stream()
                        .sorted()
                        .map(Capability::wireName)
                        .toList());
        if (principal.expiresAt() != null) {
            json.put("tokenExpiresAt", principal.expiresAt());
        }
        return Reply.json(200, json);
    }

    private static Reply contract() {
        try (InputStream in = Objects.requireNonNull(NodeRoutes.class.getResourceAsStream("/openapi.yaml"))) {
            return new Reply.Whole(200, Map.of(), "application/yaml", in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
