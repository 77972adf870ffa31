package dev.signalbox.api.dialect.elemental;

import static dev.signalbox.api.core.Capability.CREATE;
import static dev.signalbox.api.core.Capability.VIEW;

import dev.signalbox.api.http.Route;
import java.util.List;

/// Worktrees where there is no repository: the core has none yet that a dialect could ask for.
final class WorktreeRoutes {
    private WorktreeRoutes() {}

    static List<Route> routes() {
        Route.Handler disabled = _ -> WireError.WORKTREES_DISABLED.reply();
        return List.of(
                Route.of("GET", "/api/worktrees", VIEW, disabled),
                Route.of("POST", "/api/worktrees", CREATE, disabled),
                Route.of("GET", "/api/worktrees/{path}", VIEW, disabled),
                Route.of("DELETE", "/api/worktrees/{path}", CREATE, disabled));
    }
}
