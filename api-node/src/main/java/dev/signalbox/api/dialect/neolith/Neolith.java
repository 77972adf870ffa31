package dev.signalbox.api.dialect.neolith;

import dev.signalbox.api.core.gateway.Repetition;
import dev.signalbox.api.core.port.ApiCore;
import dev.signalbox.api.http.Api;
import dev.signalbox.api.http.Cors;
import dev.signalbox.api.http.Route;
import dev.signalbox.api.http.Streams;
import java.util.ArrayList;
import java.util.List;

/// The dialect of Neolith's orchestrator daemon.
public final class Neolith {
    private static final List<String> METHODS = List.of("GET", "POST", "PUT", "PATCH", "DELETE");
    private static final List<String> HEADERS = List.of(
            "Authorization", "Content-Type", "Last-Event-ID", Repetition.HEADER, "X-Api-Key", "X-Orchestrator-Id");

    private Neolith() {}

    public static Api api(ApiCore core, Streams streams, NeolithOptions options) {
        var daemon = Daemon.of(core, options);
        var surface = Surface.of(core, options);
        List<Route> routes = new ArrayList<>();
        routes.addAll(FlatRoutes.of(new DaemonNodeRoutes(surface).routes()));
        routes.addAll(new RegistrationRoutes(surface).routes());
        routes.addAll(FlatRoutes.of(new AuthRoutes(surface).routes()));
        routes.addAll(new DaemonSessionRoutes(surface).routes());
        routes.addAll(FlatRoutes.of(new HeartbeatRoutes(surface).routes()));
        routes.addAll(FlatRoutes.of(new EventRoutes(surface, streams).routes()));
        routes.addAll(new OrchestratorRoutes(surface).routes());
        return Api.of("neolith", routes, new NeolithRefusals(), daemon.access())
                .speaking(new DaemonSocket(daemon))
                .allowing(new Cors(options.origins(), METHODS, HEADERS, List.of(), false));
    }
}
