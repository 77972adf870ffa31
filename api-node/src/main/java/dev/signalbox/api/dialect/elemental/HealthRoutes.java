package dev.signalbox.api.dialect.elemental;

import static dev.signalbox.api.core.Capability.VIEW;

import dev.signalbox.api.core.port.ApiCore;
import dev.signalbox.api.core.text.Iso;
import dev.signalbox.api.core.view.Kind;
import dev.signalbox.api.core.view.Page;
import dev.signalbox.api.http.Reply;
import dev.signalbox.api.http.Request;
import dev.signalbox.api.http.Route;
import dev.signalbox.schemas.state.HostStatus;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// How the services stand, in the original's names for them.
final class HealthRoutes {
    private static final String READY = "ready";
    private static final String UNAVAILABLE = "unavailable";

    private final ApiCore core;
    private final Trees trees;
    private final String database;

    /// @param database what is said of where everything is stored
    HealthRoutes(ApiCore core, Trees trees, String database) {
        this.core = core;
        this.trees = trees;
        this.database = database;
    }

    List<Route> routes() {
        return List.of(Route.of("GET", "/api/health", VIEW, this::health));
    }

    private Reply health(Request request) throws InterruptedException {
        String namespace = request.principal().namespace();
        boolean reads = core.readiness().viewsReady();
        boolean decides = reads && core.readiness().logReachable();
        boolean host = reads
                && !core.views()
                        .page(namespace, Kind.HOST, one -> one.status() == HostStatus.ONLINE, new Page.Request(1, null))
                        .items()
                        .isEmpty();
        Map<String, String> services = new LinkedHashMap<>();
        services.put("agentRegistry", word(reads));
        services.put("sessionManager", word(decides));
        services.put("spawnerService", word(decides && host));
        boolean repository = decides && trees.present(request.principal());
        services.put("worktreeManager", decides ? (repository ? READY : "disabled") : UNAVAILABLE);
        services.put("taskAssignment", word(decides));
        services.put("dispatch", word(decides && host));
        services.put("roleDefinition", word(reads));
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("status", services.containsValue(UNAVAILABLE) ? "degraded" : "ok");
        json.put("timestamp", Iso.of(Instant.now()));
        json.put("database", database);
        json.put("services", services);
        return Reply.json(200, json);
    }

    private static String word(boolean ready) {
        return ready ? READY : UNAVAILABLE;
    }
}
