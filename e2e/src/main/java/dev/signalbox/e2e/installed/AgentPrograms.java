package dev.signalbox.e2e.installed;

import dev.signalbox.e2e.model.ModelStandIn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Finds the real coding agents: in `E2E_AGENTS_DIR`, else where `e2e/agents/install` puts them, else on the PATH.
/// The name has not the prefix of Signalbox's own variables, because the services refuse any of those they do not know.
public final class AgentPrograms {
    private static final String INSTALLED = "agents/node_modules/.bin";

    /// What a host agent needs of this process's environment; what else a person has set is not for tests.
    private static final List<String> OWN = List.of("HOME", "USER", "LOGNAME", "LANG", "TMPDIR");

    private AgentPrograms() {}

    /// The environment of a host agent that finds the agents wherever they stand, and whose agents call a stand-in of
    /// their services.
    ///
    /// @param directory where the agents' homes are made; sessions that work below it are trusted
    public static Map<String, String> environment(Path directory, ModelStandIn service) throws IOException {
        var environment = new HashMap<>(System.getenv());
        environment.keySet().retainAll(OWN);
        var path = Stream.of(
                        Stream.of(StandIns.in(directory.resolve("stand-ins")).toString()),
                        Stream.of("claude", "codex")
                                .flatMap(program -> find(program).stream())
                                .map(Path::getParent)
                                .map(Path::toString),
                        Stream.of(System.getenv().getOrDefault("PATH", "/usr/bin:/bin")))
                .flatMap(folders -> folders);
        environment.put("PATH", path.distinct().collect(Collectors.joining(":")));
        environment.putAll(
                ClaudeHome.in(directory.resolve("claude-home"), directory).environment(service));
        environment.putAll(CodexHome.in(directory.resolve("codex-home"), service, directory)
                .environment());
        return environment;
    }

    public static Optional<Path> find(String program) {
        return Stream.of(
                        Stream.ofNullable(System.getenv("E2E_AGENTS_DIR")),
                        Stream.of(INSTALLED, "e2e/" + INSTALLED),
                        Stream.of(System.getenv().getOrDefault("PATH", "").split(":")))
                .flatMap(folders -> folders)
                .filter(folder -> !folder.isBlank())
                .map(folder -> Path.of(folder, program).toAbsolutePath())
                .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                .findFirst();
    }
}
