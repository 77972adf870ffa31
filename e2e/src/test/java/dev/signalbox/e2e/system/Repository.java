package dev.signalbox.e2e.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/// A git repository with one commit, in the base directory of the running system.
public record Repository(Path root) {
    public static Repository make() throws IOException, InterruptedException {
        var repository = new Repository(directory());
        repository.git("init", "--quiet", "--initial-branch=main");
        repository.git("config", "user.name", "Test");
        repository.git("config", "user.email", "test@signalbox.invalid");
        Files.writeString(repository.root().resolve("README.md"), "# A repository\n");
        repository.git("add", ".");
        repository.git("commit", "--quiet", "--message=Begin");
        return repository;
    }

    /// A new, empty directory in the base directory.
    public static Path directory() throws IOException {
        return Files.createDirectory(RunningSystem.shared().baseDir().resolve("d-" + UUID.randomUUID()));
    }

    public String git(String... arguments) throws IOException, InterruptedException {
        var argv = new ArrayList<>(List.of("git", "-C", root.toString()));
        argv.addAll(List.of(arguments));
        Process process = new ProcessBuilder(argv).redirectErrorStream(true).start();
        process.getOutputStream().close();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as("%s: %s", argv, output).isZero();
        return output.strip();
    }
}
