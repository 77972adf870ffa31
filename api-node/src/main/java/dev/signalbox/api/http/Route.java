package dev.signalbox.api.http;

import dev.signalbox.api.core.Capability;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One operation of an API.
///
/// @param template a path with parameters: `/v1/sessions/{session}`
/// @param needs what the token must allow; null: nothing, not even a token
public record Route(
        String method, String template, @Nullable Capability needs, Handler handler) {

    /// Serves one request, on a virtual thread of its own; it may block.
    @FunctionalInterface
    public interface Handler {
        Reply handle(Request request) throws Exception;
    }

    public static Route open(String method, String template, Handler handler) {
        return new Route(method, template, null, handler);
    }

    public static Route of(String method, String template, Capability needs, Handler handler) {
        return new Route(method, template, needs, handler);
    }

    List<String> segments() {
        return List.of(template.substring(1).split("/", -1));
    }
}
