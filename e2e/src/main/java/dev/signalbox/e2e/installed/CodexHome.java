package dev.signalbox.e2e.installed;

import dev.signalbox.e2e.model.ModelStandIn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// A configuration folder in which Codex asks nothing at its first start and calls the stand-in of its service.
///
/// Codex keeps its threads in it too, so that a later process with the same home can resume them. Inside the system's
/// temporary folder it works, with a warning on standard error.
public final class CodexHome {
    private static final String KEY_VARIABLE = "STAND_IN_KEY";

    private final Path folder;

    private CodexHome(Path folder) {
        this.folder = folder;
    }

    /// No retries, so that a failing service fails a turn at once.
    ///
    /// @param trusted a folder in which sessions work
    public static CodexHome in(Path folder, ModelStandIn service, Path trusted) throws IOException {
        Files.writeString(Files.createDirectories(folder).resolve("config.toml"), """
            model_provider = "stand-in"

            [model_providers.stand-in]
            name = "stand-in"
            base_url = "%s"
            wire_api = "responses"
            env_key = "%s"
            request_max_retries = 0
            stream_max_retries = 0

            [projects."%s"]
            trust_level = "trusted"
            """.formatted(
                        service.openAiBase(), KEY_VARIABLE, trusted.toRealPath()));
        return new CodexHome(folder);
    }

    /// The variables that a host agent, or Codex itself, needs on top of PATH and HOME.
    public Map<String, String> environment() {
        return Map.of("CODEX_HOME", folder.toString(), KEY_VARIABLE, "stand-in");
    }
}
