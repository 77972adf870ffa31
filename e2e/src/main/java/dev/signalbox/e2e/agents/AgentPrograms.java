package dev.signalbox.e2e.agents;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/// Finds the real coding agents: in `SIGNALBOX_AGENTS_DIR`, else where `e2e/agents/install` puts them, else on the
/// PATH.
public final class AgentPrograms {
    private static final String INSTALLED = "agents/node_modules/.bin";

    private AgentPrograms() {}

    public static Optional<Path> find(String program) {
        return Stream.of(
                        Stream.ofNullable(System.getenv("SIGNALBOX_AGENTS_DIR")),
                        Stream.of(INSTALLED, "e2e/" + INSTALLED),
                        Stream.of(System.getenv().getOrDefault("PATH", "").split(":")))
                .flatMap(folders -> folders)
                .filter(folder -> !folder.isBlank())
                .map(folder -> Path.of(folder, program).toAbsolutePath())
                .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                .findFirst();
    }
}
