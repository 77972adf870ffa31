package dev.signalbox.bench.system;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// `./signalbox` of a checkout.
public record Launcher(Path root) {
    /// The checkout that this program was started from.
    public static Launcher own() {
        String root = System.getProperty("signalbox.root");
        if (root == null) {
            throw new IllegalStateException("start it as ./signalbox bench, which names its own place");
        }
        return new Launcher(Path.of(root));
    }

    /// @param environment added to this process's own
    /// @param log where standard error goes
    public Process start(Map<String, String> environment, Path log, List<String> arguments) throws IOException {
        var command = new ArrayList<>(List.of(root.resolve("signalbox").toString()));
        command.addAll(arguments);
        var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().keySet().removeIf(name -> name.startsWith("SIGNALBOX_"));
        builder.environment().putAll(environment);
        return builder.start();
    }
}
