package dev.signalbox.api.dialect.elemental;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The variables that say where the original listens, as the setting of ours. `PORT` and `HOST` stand in many
/// environments for other reasons: they count only where one of the others says that Elemental is meant. Pure.
///
/// @param environment with what those variables mean, where it does not say so itself
/// @param origins by the name of a variable of ours, those that it was made from
public record ElementalVariables(Map<String, String> environment, Map<String, String> origins) {
    private static final String LISTEN = "SIGNALBOX_ELEMENTAL_LISTEN";
    private static final String PORT = "ORCHESTRATOR_PORT";
    private static final String FALLBACK = "PORT";
    private static final String HOST = "HOST";
    private static final String PATH = "ELEMENTAL_DB_PATH";

    public static ElementalVariables in(Map<String, String> environment) {
        boolean meant = given(environment, PORT) || given(environment, PATH);
        List<String> told = Stream.of(given(environment, PORT) ? PORT : FALLBACK, HOST)
                .filter(name -> given(environment, name))
                .toList();
        if (!meant || told.isEmpty() || given(environment, LISTEN)) {
            return new ElementalVariables(environment, Map.of());
        }
        Map<String, String> translated = new HashMap<>(environment);
        String host = given(environment, HOST) ? environment.getOrDefault(HOST, "") : "127.0.0.1";
        String port = told.getFirst().equals(HOST) ? "3457" : environment.getOrDefault(told.getFirst(), "");
        translated.put(LISTEN, (host.contains(":") ? "[" + host + "]" : host) + ":" + port);
        return new ElementalVariables(translated, Map.of(LISTEN, String.join(", ", told)));
    }

    private static boolean given(Map<String, String> environment, String name) {
        return !environment.getOrDefault(name, "").isBlank();
    }
}
