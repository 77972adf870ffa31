package dev.signalbox.api.http;

import dev.signalbox.api.core.Capability;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One operation of an API.
///
/// @param template a path with parameters: `/v1/sessions/{session}`
/// @param needs what the token must allow; null: nothing, not even a token
/// @param query the parameters of the query string that it takes; a request with others is refused; null: others are
///     passed over
public record Route(
        String method,
        String template,
        @Nullable Capability needs,
        @Nullable Set<String> query,
        Handler handler) {

    /// Serves one request, on a virtual thread of its own; it may block.
    @FunctionalInterface
    public interface Handler {
        Reply handle(Request request) throws Exception;
    }

    public static Route open(String method, String template, Handler handler) {
        return new Route(method, template, null, null, handler);
    }

    public static Route of(String method, String template, Capability needs, Handler handler) {
        return new Route(method, template, needs, null, handler);
    }

    /// The same, which takes these parameters of the query string and no others.
    public Route asking(String... query) {
        return new Route(method, template, needs, Set.of(query), handler);
    }

    List<String> segments() {
        return List.of(template.substring(1).split("/", -1));
    }
}
