package dev.signalbox.dev.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The git command in one directory.
record Git(Path directory) {
    /// Neither the user's configuration nor a question decides what the demo does.
    private static final Map<String, String> QUIET =
            Map.of("GIT_TERMINAL_PROMPT", "0", "GIT_OPTIONAL_LOCKS", "0", "GIT_PAGER", "cat", "LC_ALL", "C");

    /// What git says on standard output, without the last line break.
    ///
    /// @throws IOException with what git says, when it fails
    String run(String... arguments) throws IOException {
        var argv = new ArrayList<>(List.of("git", "-C", directory.toString()));
        argv.addAll(List.of(arguments));
        var builder = new ProcessBuilder(argv).redirectErrorStream(true);
        builder.environment().putAll(QUIET);
        Process git = builder.start();
        git.getOutputStream().close();
        String said = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).stripTrailing();
        try {
            if (git.waitFor() != 0) {
                throw new IOException("git %s: %s".formatted(String.join(" ", arguments), said));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        return said;
    }
}
