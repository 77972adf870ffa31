package dev.signalbox.api.dialect.v1;

import dev.signalbox.api.core.port.ApiCore;
import dev.signalbox.api.http.Api;
import dev.signalbox.api.http.Cors;
import dev.signalbox.api.http.Route;
import dev.signalbox.api.http.Streams;
import dev.signalbox.api.http.TokenAccess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/// The native API.
public final class V1 {
    private static final Cors PAGES = new Cors(
            Set.of(),
            List.of("GET", "HEAD", "POST", "PATCH", "DELETE"),
            List.of("Authorization", "Content-Type", "Idempotency-Key", "If-At-Least", "Last-Event-ID", "Range"),
            List.of(
                    "Signalbox-Cursor",
                    "Signalbox-Command",
                    "Signalbox-Request-Id",
                    "Idempotency-Replayed",
                    "Location",
                    "Retry-After",
                    "RateLimit",
                    "RateLimit-Policy",
                    "Content-Range"),
            false);

    private V1() {}

    /// What v1 is told of its node.
    ///
    /// @param metrics in the text format of Prometheus
    /// @param heartbeat time between heartbeats of a stream
    public record Options(String node, Supplier<String> metrics, Duration heartbeat) {}

    public static Api api(ApiCore core, Streams streams, Options options) {
        var reads = new Reads(core);
        var writes = new Writes(core);
        List<Route> routes = new ArrayList<>();
        routes.addAll(new NodeRoutes(core, options.node(), options.metrics()).routes());
        routes.addAll(new SessionRoutes(core, reads, writes).routes());
        routes.addAll(new ResourceRoutes(core, reads, writes).routes());
        routes.addAll(new RepositoryRoutes(core, reads, writes).routes());
        routes.addAll(new OutputRoutes(core, reads, streams, options.heartbeat()).routes());
        routes.addAll(new InputRoutes(core, reads, writes, options.node()).routes());
        routes.addAll(new NamespaceRoutes(core, reads, writes).routes());
        routes.addAll(new HostRoutes(core, reads, writes).routes());
        routes.addAll(new AgentRoutes(core, reads, writes).routes());
        routes.addAll(new TaskRoutes(core, reads, writes).routes());
        routes.addAll(new LogRoutes(core, reads, writes, streams, options.heartbeat()).routes());
        routes.addAll(new HistoryRoutes(core, reads).routes());
        routes.replaceAll(route -> route.query() == null ? route.asking() : route);
        routes.replaceAll(route -> route.method().equals("GET") ? route : writes.telling(route));
        return Api.of("v1", routes, new V1Refusals(), new TokenAccess(core.verifier(), TokenAccess.Query.UPGRADES))
                .speaking(new V1Socket(core, options.heartbeat()))
                .allowing(PAGES);
    }
}
