package dev.signalbox.cli.api;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// A path of the API with its query, everything from outside encoded.
public record Route(String path) {

    /// `/v1/` and the segments.
    public static Route of(String... segments) {
        StringBuilder path = new StringBuilder("/v1");
        for (String segment : segments) {
            path.append('/').append(encode(segment));
        }
        return new Route(path.toString());
    }

    /// The route with one more parameter; the same route when the value is null.
    public Route with(String name, @Nullable Object value) {
        return value == null
                ? this
                : new Route(path + (path.indexOf('?') < 0 ? '?' : '&') + name + "=" + encode(value.toString()));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
