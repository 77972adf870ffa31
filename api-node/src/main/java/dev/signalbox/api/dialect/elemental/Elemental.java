package dev.signalbox.api.dialect.elemental;

import static dev.signalbox.api.core.Capability.VIEW;

import dev.signalbox.api.core.gateway.Repetition;
import dev.signalbox.api.core.place.Repositories;
import dev.signalbox.api.core.port.ApiCore;
import dev.signalbox.api.http.Api;
import dev.signalbox.api.http.Cors;
import dev.signalbox.api.http.Reply;
import dev.signalbox.api.http.Route;
import dev.signalbox.api.http.Streams;
import dev.signalbox.api.http.TokenAccess;
import dev.signalbox.schemas.Ids;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Elemental's orchestrator server.
public final class Elemental {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /// Where the original's own pages are served.
    private static final Cors PAGES = new Cors(
            Set.of(
                    "http://localhost:5173",
                    "http://127.0.0.1:5173",
                    "http://localhost:5174",
                    "http://127.0.0.1:5174",
                    "http://localhost:5175",
                    "http://127.0.0.1:5175"),
            List.of("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"),
            List.of("Content-Type", "Authorization", "Last-Event-ID", Repetition.HEADER),
            List.of(),
            true);

    private Elemental() {}

    /// What Elemental is told of its node.
    ///
    /// @param root of the project on its host, given to agents; null: found out
    /// @param database what health says of where everything is stored; null: the log
    /// @param heartbeat time between heartbeats of a stream
    public record Options(@Nullable String root, @Nullable String database, Duration heartbeat) {}

    public static Api api(ApiCore core, Streams streams, Options options) {
        var directory = new Directory(core);
        var ids = new ElementalIds(InstantSource.system());
        String node = "elemental/" + Ids.TOKEN.mint();
        var trees = new Trees(core, new Repositories(core.views(), core.commands()), options.root());
        var sessions = new Sessions(core, directory, ids, PATIENCE);
        var whereabouts = new Whereabouts(trees, options.root());
        String given = options.database();
        String database = given == null ? "kafka://" + core.hostAccess().bootstrapServers() : given;
        List<Route> routes = new ArrayList<>();
        routes.addAll(new HealthRoutes(core, trees, database).routes());
        routes.addAll(new AgentRoutes(core, directory, sessions, whereabouts, node, ids).routes());
        routes.addAll(new StreamRoutes(core, directory, streams, options.heartbeat()).routes());
        routes.addAll(new SessionRoutes(directory).routes());
        routes.addAll(new WorktreeRoutes(core.commands(), directory, trees).routes());
        routes.add(Route.of("GET", "/ws", VIEW, _ -> Reply.json(400, Map.of("error", "WebSocket upgrade failed"))));
        return Api.of(
                        "elemental",
                        routes,
                        new ElementalRefusals(),
                        new TokenAccess(core.verifier(), TokenAccess.Query.ALWAYS))
                .speaking(new ElementalSocket(core, directory, node))
                .allowing(PAGES);
    }
}
