package dev.signalbox.api.http;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// What pages of other origins may do with an API. Origins that the listener allows may do the same, unless this is
/// [#NONE].
///
/// @param origins that are allowed beside those of the listener, `http://localhost:5173`
/// @param methods that a page may use
/// @param headers that a page may send
/// @param exposed headers of answers that a page may see
/// @param credentials whether a page may send cookies and the like
public record Cors(
        Set<String> origins, List<String> methods, List<String> headers, List<String> exposed, boolean credentials) {
    /// No page of another origin is told that it may read an answer.
    public static final Cors NONE = new Cors(Set.of(), List.of(), List.of(), List.of(), false);

    private static final String MAX_AGE_SECONDS = "600";

    public Cors {
        origins =
                origins.stream().map(origin -> origin.toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());
        methods = List.copyOf(methods);
        headers = List.copyOf(headers);
        exposed = List.copyOf(exposed);
    }

    /// What an answer to a page of an origin says that is allowed.
    Map<String, String> answering(String origin) {
        Map<String, String> said = new LinkedHashMap<>();
        if (methods.isEmpty()) {
            return said;
        }
        said.put("Access-Control-Allow-Origin", origin);
        said.put("Vary", "Origin");
        if (credentials) {
            said.put("Access-Control-Allow-Credentials", "true");
        }
        if (!exposed.isEmpty()) {
            said.put("Access-Control-Expose-Headers", String.join(", ", exposed));
        }
        return said;
    }

    /// What a page of an allowed origin is told that asks beforehand.
    Map<String, String> preflight(String origin) {
        Map<String, String> said = answering(origin);
        if (!said.isEmpty()) {
            said.put("Access-Control-Allow-Methods", String.join(", ", methods));
            said.put("Access-Control-Allow-Headers", String.join(", ", headers));
            said.put("Access-Control-Max-Age", MAX_AGE_SECONDS);
        }
        return said;
    }
}
