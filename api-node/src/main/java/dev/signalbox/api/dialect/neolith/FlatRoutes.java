package dev.signalbox.api.dialect.neolith;

import dev.signalbox.api.core.Refusal;
import dev.signalbox.api.core.RefusedException;
import dev.signalbox.api.core.feed.LogSource.LogAwayException;
import dev.signalbox.api.http.Route;
import dev.signalbox.schemas.error.ErrorCode;
import dev.signalbox.schemas.error.InvalidFieldException;
import java.util.List;

/// Routes whose refusals have the flat shape `{error, code}`, wherever they come from.
final class FlatRoutes {
    private FlatRoutes() {}

    static List<Route> of(List<Route> routes) {
        return routes.stream().map(FlatRoutes::flat).toList();
    }

    private static Route flat(Route route) {
        return new Route(route.method(), route.template(), route.needs(), route.query(), request -> {
            try {
                return route.handler().handle(request);
            } catch (RefusedException e) {
                throw flat(e.refusal());
            } catch (InvalidFieldException e) {
                throw flat(Refusal.of(e.code(), e.field(), String.valueOf(e.getMessage())));
            } catch (LogAwayException e) {
                throw flat(Refusal.of(ErrorCode.UNAVAILABLE, String.valueOf(e.getMessage())));
            }
        });
    }

    private static RefusedException flat(Refusal refusal) {
        return refusal.with(NeolithRefusals.FLAT, "true").asException();
    }
}
