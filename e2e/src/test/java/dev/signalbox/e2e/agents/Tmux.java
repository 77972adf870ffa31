package dev.signalbox.e2e.agents;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A tmux server of a test's own, with one session in it.
final class Tmux implements AutoCloseable {
    private final Path socket;

    private Tmux(Path socket) {
        this.socket = socket;
    }

    static Tmux start(Path socket, List<String> argv, Path folder, Map<String, String> environment) throws Exception {
        var tmux = new Tmux(socket);
        var command = new ArrayList<>(List.of("new-session", "-d", "-s", "agent", "-x", "100", "-y", "30"));
        command.addAll(argv);
        var builder = tmux.builder(command).directory(folder.toFile());
        builder.environment().keySet().retainAll(List.of("PATH", "HOME"));
        builder.environment().put("LANG", "C.UTF-8");
        builder.environment().putAll(environment);
        run(builder, "");
        return tmux;
    }

    String screen() {
        try {
            return run(builder(List.of("capture-pane", "-p", "-t", "agent")), "");
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    void paste(String text) throws Exception {
        run(builder(List.of("load-buffer", "-b", "prompt", "-")), text);
        run(builder(List.of("paste-buffer", "-p", "-d", "-b", "prompt", "-t", "agent")), "");
    }

    void enter() throws Exception {
        run(builder(List.of("send-keys", "-t", "agent", "Enter")), "");
    }

    @Override
    public void close() throws Exception {
        run(builder(List.of("kill-server")), "");
    }

    private ProcessBuilder builder(List<String> arguments) {
        var command = new ArrayList<>(List.of("tmux", "-S", socket.toString(), "-f", "/dev/null"));
        command.addAll(arguments);
        return new ProcessBuilder(command).redirectErrorStream(true);
    }

    private static String run(ProcessBuilder builder, String input) throws IOException, InterruptedException {
        var process = builder.start();
        try (var in = process.getOutputStream()) {
            in.write(input.getBytes(StandardCharsets.UTF_8));
        }
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}
