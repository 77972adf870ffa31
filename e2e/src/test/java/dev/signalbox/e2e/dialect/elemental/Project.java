package dev.signalbox.e2e.dialect.elemental;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.dev.stack.DevStack;
import dev.signalbox.dev.stack.StackOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// A system of its own, whose host has a git repository for a base directory, as Elemental's server has its project.
final class Project implements AutoCloseable {
    private final Path directory;
    private final Path root;
    private final DevStack stack;

    Project() throws IOException, InterruptedException {
        directory = Files.createTempDirectory("signalbox-elemental-").toRealPath();
        root = Files.createDirectory(directory.resolve("project"));
        git("init", "--quiet", "--initial-branch=main");
        git("config", "user.name", "Test");
        git("config", "user.email", "test@signalbox.invalid");
        Files.writeString(root.resolve("README.md"), "# A project\n");
        git("add", ".");
        git("commit", "--quiet", "--message=Begin");
        stack = DevStack.start(StackOptions.in(directory.resolve("data")).working(List.of(root)));
    }

    /// Its parts, to be stopped and started.
    DevStack stack() {
        return stack;
    }

    Path root() {
        return root;
    }

    URI base(int node) {
        return Objects.requireNonNull(stack.dialects(node).get("elemental"));
    }

    ElementalClient client(int node) {
        return new ElementalClient(() -> base(node));
    }

    String git(String... arguments) throws IOException, InterruptedException {
        var argv = new ArrayList<>(List.of("git", "-C", root.toString()));
        argv.addAll(List.of(arguments));
        Process process = new ProcessBuilder(argv).redirectErrorStream(true).start();
        process.getOutputStream().close();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as("%s: %s", argv, output).isZero();
        return output.strip();
    }

    @Override
    public void close() {
        try {
            stack.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        try (var files = Files.walk(directory)) {
            for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
