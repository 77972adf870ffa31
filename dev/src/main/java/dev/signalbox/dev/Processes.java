package dev.signalbox.dev;

import dev.signalbox.api.dialect.elemental.ElementalVariables;
import dev.signalbox.settings.Sources;
import dev.signalbox.settings.Startup;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Every process of `./signalbox` that has settings, and how each gets them.
final class Processes {
    /// By name, in the order of the reference.
    static final List<Configured> ALL = List.of(
            new Configured("dev", DevSettings.class),
            new Configured("demo", DemoSettings.class),
            new Configured("api", ApiProcess.class),
            new Configured("processor", ProcessorProcess.class),
            new Configured("host", HostProcess.class),
            new Configured("token create", TokenSettings.class));

    /// What the cli, the launcher and the host agent's sessions read from the same environment.
    private static final List<String> OF_OTHERS =
            List.of("server", "token", "namespace", "output", "hints", "color", "java-opts", "session", "task");

    private Processes() {}

    record Configured(String name, Class<? extends Record> settings) {
        @Override
        public String toString() {
            return name;
        }
    }

    /// The settings; empty when the process is to end at once, having printed why.
    static <R extends Record> Settled<R> settle(String name, Class<R> type, List<String> arguments) {
        return switch (startup(name, type, arguments, System.getenv())) {
            case Startup.Run<R>(var settings) -> new Settled<>(Optional.of(settings), 0);
            case Startup.Exit<R>(int code, var text) -> {
                PrintStream stream = code == 0 ? System.out : System.err;
                stream.print(text);
                stream.flush();
                yield new Settled<>(Optional.empty(), code);
            }
        };
    }

    static <R extends Record> Startup<R> startup(
            String name, Class<R> type, List<String> arguments, Map<String, String> environment) {
        var told = ElementalVariables.in(environment);
        return Startup.of(name, type, arguments, told.environment(), tolerant().withOrigins(told.origins()));
    }

    /// @param code the exit code where there are no settings
    record Settled<R extends Record>(Optional<R> settings, int code) {}

    static Sources tolerant() {
        Sources sources = Sources.NONE.tolerating(OF_OTHERS);
        for (Configured process : ALL) {
            sources = sources.tolerating(process.settings());
        }
        return sources;
    }
}
