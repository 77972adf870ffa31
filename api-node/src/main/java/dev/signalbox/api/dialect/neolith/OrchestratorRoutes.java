package dev.signalbox.api.dialect.neolith;

import dev.signalbox.api.core.Refusal;
import dev.signalbox.api.http.Reply;
import dev.signalbox.api.http.Request;
import dev.signalbox.api.http.Route;
import dev.signalbox.schemas.error.ErrorCode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Says which orchestrators there are, and makes their keys. The original has a database of its own for
/// that; here an admin does it.
final class OrchestratorRoutes {
    private static final String PATH = "/api/daemon/orchestrators";

    private final Surface surface;

    OrchestratorRoutes(Surface surface) {
        this.surface = surface;
    }

    List<Route> routes() {
        return List.of(
                Route.open("POST", PATH, this::make),
                Route.open("GET", PATH, this::list),
                Route.open("PATCH", PATH + "/{orchestrator}", this::change),
                Route.open("DELETE", PATH + "/{orchestrator}", this::delete));
    }

    private Reply make(Request request) throws InterruptedException {
        var admin = surface.access().admin(request);
        Fields fields = Surface.body(request);
        String id = fields.text("orchestratorId");
        if (!Orchestrators.isId(id)) {
            fields.say("orchestratorId", "must be 1 to 64 letters, digits, '.', '_', ':' or '-'");
        }
        String organizationId = fields.text("organizationId");
        String name = fields.optionalText("name");
        List<String> scopes = fields.texts("scopes", false);
        fields.check();
        var made = surface.orchestrators().make(admin, request.repetition(), id, organizationId, name, scopes);
        Map<String, Object> data = shown(made.orchestrator());
        data.put("apiKey", made.apiKey());
        data.put("apiSecret", made.apiSecret());
        return Reply.json(
                201,
                Map.of(
                        "success",
                        true,
                        "data",
                        data,
                        "message",
                        "Keep the key and the secret: they are shown this once"));
    }

    private Reply list(Request request) {
        var admin = surface.access().admin(request);
        var all = surface.orchestrators().list(admin.namespace()).stream()
                .map(OrchestratorRoutes::shown)
                .toList();
        return Reply.json(200, Map.of("orchestrators", all, "total", all.size()));
    }

    private Reply change(Request request) throws InterruptedException {
        var admin = surface.access().admin(request);
        Fields fields = Surface.body(request);
        boolean enabled = fields.truth("enabled", true);
        fields.check();
        String id = request.parameter("orchestrator");
        if (!surface.orchestrators().enable(admin, id, enabled)) {
            throw Refusal.of(ErrorCode.NOT_FOUND, "Orchestrator not found")
                    .with(NeolithRefusals.CODE, "ORCHESTRATOR_NOT_FOUND")
                    .asException();
        }
        return Reply.json(200, Map.of("success", true, "enabled", enabled));
    }

    private Reply delete(Request request) throws InterruptedException {
        var admin = surface.access().admin(request);
        surface.orchestrators().delete(admin, request.parameter("orchestrator"));
        return Reply.json(200, Map.of("success", true));
    }

    private static Map<String, Object> shown(Records.Orchestrator one) {
        return new LinkedHashMap<>(Frames.members(
                "orchestratorId",
                one.orchestratorId(),
                "organizationId",
                one.organizationId(),
                "name",
                one.name(),
                "enabled",
                one.enabled(),
                "scopes",
                one.scopes()));
    }
}
