package dev.signalbox.api.http;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Finds the route of a request. A literal segment wins over a parameter. Pure.
public final class Router {
    private final List<Route> routes;

    public Router(List<Route> routes) {
        this.routes = List.copyOf(routes);
    }

    public List<Route> routes() {
        return routes;
    }

    /// What was found.
    public sealed interface Match {
        record Found(Route route, Map<String, String> parameters) implements Match {}

        record OtherMethods(Collection<String> allowed) implements Match {}

        record Nothing() implements Match {}
    }

    /// @param segments of the path, decoded one by one, so that an encoded slash separates nothing
    public Match match(String method, List<String> segments) {
        Match.Found best = null;
        var allowed = new TreeSet<String>();
        for (Route route : routes) {
            Map<String, String> parameters = parameters(route.segments(), segments);
            if (parameters == null) {
                continue;
            }
            allowed.add(route.method());
            if (route.method().equals(method)
                    && (best == null || parameters.size() < best.parameters().size())) {
                best = new Match.Found(route, parameters);
            }
        }
        if (best != null) {
            return best;
        }
        return allowed.isEmpty() ? new Match.Nothing() : new Match.OtherMethods(allowed);
    }

    private static @Nullable Map<String, String> parameters(List<String> template, List<String> segments) {
        if (template.size() != segments.size()) {
            return null;
        }
        var parameters = new HashMap<String, String>();
        for (int i = 0; i < template.size(); i++) {
            String expected = template.get(i);
            if (expected.startsWith("{")) {
                parameters.put(expected.substring(1, expected.length() - 1), segments.get(i));
            } else if (!expected.equals(segments.get(i))) {
                return null;
            }
        }
        return parameters;
    }
}
