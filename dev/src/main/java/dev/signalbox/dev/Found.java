package dev.signalbox.dev;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/// Which agents a host has, as `GET /v1/hosts/{host}` shows them. Plain programs run everywhere and are not named.
record Found(List<String> usable, List<String> missing) {
    /// @param host the host's answer
    static Found in(JsonNode host) {
        var usable = new ArrayList<String>();
        var missing = new ArrayList<String>();
        for (JsonNode provider : host.path("fingerprint").path("providers")) {
            String name = provider.path("name").asText();
            if (name.equals("command")) {
                continue;
            }
            if (!provider.path("usable").asBoolean()) {
                missing.add(name);
            } else if (provider.hasNonNull("detail")) {
                usable.add("%s (%s)".formatted(name, provider.path("detail").asText()));
            } else {
                usable.add(name);
            }
        }
        return new Found(usable, missing);
    }

    @Override
    public String toString() {
        return "agents found: %s · not found: %s".formatted(list(usable), list(missing));
    }

    private static String list(List<String> names) {
        return names.isEmpty() ? "none" : String.join(", ", names);
    }
}
