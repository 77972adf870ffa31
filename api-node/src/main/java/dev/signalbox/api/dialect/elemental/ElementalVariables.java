package dev.signalbox.api.dialect.elemental;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The variables that say where the original listens, as the setting of ours. `PORT` and `HOST` stand in many
/// environments for other reasons: they count only where one of the others says that Elemental is meant. Pure.
public final class ElementalVariables {
    private static final String LISTEN = "SIGNALBOX_ELEMENTAL_LISTEN";
    private static final String PORT = "ORCHESTRATOR_PORT";
    private static final String PATH = "ELEMENTAL_DB_PATH";

    private ElementalVariables() {}

    /// The environment with what those variables mean, where it does not say so itself.
    public static Map<String, String> translated(Map<String, String> environment) {
        Map<String, String> translated = new HashMap<>(environment);
        boolean meant = given(environment, PORT) || given(environment, PATH);
        if (meant && (given(environment, PORT) || given(environment, "PORT") || given(environment, "HOST"))) {
            String port = first(environment, List.of(PORT, "PORT"), "3457");
            translated.putIfAbsent(LISTEN, first(environment, List.of("HOST"), "127.0.0.1") + ":" + port);
        }
        return translated;
    }

    private static String first(Map<String, String> environment, List<String> names, String otherwise) {
        return names.stream()
                .map(name -> environment.getOrDefault(name, ""))
                .filter(value -> !value.isBlank())
                .findFirst()
                .orElse(otherwise);
    }

    private static boolean given(Map<String, String> environment, String name) {
        return !environment.getOrDefault(name, "").isBlank();
    }
}
