package dev.signalbox.host.session;

import dev.signalbox.host.Refusal;
import dev.signalbox.host.driver.Executables;
import dev.signalbox.host.driver.LaunchPlan;
import dev.signalbox.host.provider.CommandLine;
import dev.signalbox.host.provider.LaunchRefusedException;
import dev.signalbox.host.provider.Provider;
import dev.signalbox.host.provider.Providers;
import dev.signalbox.host.spool.Streams;
import dev.signalbox.schemas.directive.Directive;
import dev.signalbox.schemas.error.ErrorCode;
import dev.signalbox.schemas.spec.SessionSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Finds the program, the directory and the environment of a launch on this host.
public final class LaunchPreparation implements Preparation {
    private final List<Path> bases;
    private final Map<String, String> own;

    /// @param own the host agent's own environment
    public LaunchPreparation(List<Path> bases, Map<String, String> own) {
        this.bases = bases;
        this.own = own;
    }

    @Override
    public Prepared prepare(Directive.Launch launch) {
        SessionSpec spec = launch.spec();
        Optional<Provider> provider = Providers.named(spec.provider());
        if (provider.isEmpty()) {
            return refused(ErrorCode.UNKNOWN_PROVIDER, "provider", "this host does not know '" + spec.provider() + "'");
        }
        String wanted = provider.get().program() == null
                ? spec.command().getFirst()
                : provider.get().program();
        Path directory;
        try {
            directory = spec.workspace().cwd() == null
                    ? bases.getFirst().toRealPath()
                    : Path.of(spec.workspace().cwd()).toRealPath();
        } catch (IOException e) {
            return refused(ErrorCode.CWD_REFUSED, "workspace.cwd", "there is no such directory");
        }
        Optional<Path> program = Executables.find(wanted, own.getOrDefault("PATH", ""), directory);
        if (program.isEmpty()) {
            return refused(ErrorCode.EXECUTABLE_NOT_FOUND, "command[0]", "'" + wanted + "' was not found on this host");
        }
        try {
            CommandLine line =
                    provider.get().commandLine(program.get().toString(), spec, launch.sessionId(), launch.epoch());
            List<String> argv = new java.util.ArrayList<>(line.argv());
            argv.set(0, program.get().toString());
            Map<String, String> environment = new TreeMap<>();
            List.of("PATH", "HOME", "USER", "LANG").forEach(name -> {
                if (own.containsKey(name)) {
                    environment.put(name, own.get(name));
                }
            });
            environment.putAll(provider.get().environment().passedFrom(own));
            environment.putAll(launch.env());
            Streams streams = spec.interactive()
                    ? new Streams.Terminal(spec.terminal())
                    : line.launch().ownErr() ? new Streams.Separate() : new Streams.Merged();
            boolean keepInput = spec.interactive() || launch.prompt() != null || !spec.oneShot();
            LaunchPlan plan = new LaunchPlan(launch.sessionId(), argv, environment, directory, streams, keepInput);
            return new Prepared.Ready(plan, line, new SessionNote.Place(directory.toString(), null, null, null));
        } catch (LaunchRefusedException e) {
            return refused(e.code(), "spec", String.valueOf(e.getMessage()));
        }
    }

    private static Prepared refused(ErrorCode code, String field, String message) {
        return new Prepared.Refused(new Refusal(code, field, message));
    }
}
