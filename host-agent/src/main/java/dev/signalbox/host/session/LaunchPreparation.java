package dev.signalbox.host.session;

import dev.signalbox.host.driver.Executables;
import dev.signalbox.host.driver.LaunchPlan;
import dev.signalbox.host.environment.EnvironmentBuilder;
import dev.signalbox.host.environment.EnvironmentResult;
import dev.signalbox.host.provider.CommandLine;
import dev.signalbox.host.provider.LaunchRefusedException;
import dev.signalbox.host.provider.Prompting;
import dev.signalbox.host.provider.Provider;
import dev.signalbox.host.provider.Providers;
import dev.signalbox.host.refusal.Refusal;
import dev.signalbox.host.session.SessionNote.Place;
import dev.signalbox.host.spool.Streams;
import dev.signalbox.schemas.directive.Directive;
import dev.signalbox.schemas.error.ErrorCode;
import dev.signalbox.schemas.spec.SessionSpec;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Finds the directory, the environment and the program of a launch on this host, in that order, and refuses what
/// this host must not or cannot do.
public final class LaunchPreparation implements Preparation {
    private static final String TERMINAL = "screen-256color";

    private final Places places;
    private final Map<String, String> own;
    private final EnvironmentBuilder environments;

    /// @param own the host agent's own environment
    public LaunchPreparation(Places places, Map<String, String> own) {
        this.places = places;
        this.own = Map.copyOf(own);
        this.environments = new EnvironmentBuilder(own);
    }

    @Override
    public Prepared prepare(Directive.Launch launch) {
        SessionSpec spec = launch.spec();
        Optional<Provider> provider = Providers.named(spec.provider());
        if (provider.isEmpty()) {
            return refused(ErrorCode.UNKNOWN_PROVIDER, "this host does not know '" + spec.provider() + "'");
        }
        return switch (environments.build(provider.get().environment().passedFrom(own), launch.env(), spec.envFrom())) {
            case EnvironmentResult.Refused(var why) -> new Prepared.Refused(why);
            case EnvironmentResult.Built(var environment) ->
                switch (places.find(launch.sessionId(), spec)) {
                    case Places.Found.Refused(var why) -> new Prepared.Refused(why);
                    case Places.Found.At(var place) -> plan(launch, provider.get(), place, environment);
                };
        };
    }

    private Prepared plan(Directive.Launch launch, Provider provider, Place place, Map<String, String> environment) {
        SessionSpec spec = launch.spec();
        Path directory = Path.of(place.directory());
        String wanted = provider.program() == null ? spec.command().getFirst() : provider.program();
        Optional<Path> program = Executables.find(wanted, environment.getOrDefault("PATH", ""), directory);
        if (program.isEmpty()) {
            return refused(ErrorCode.EXECUTABLE_NOT_FOUND, "'" + wanted + "' was not found on this host");
        }
        CommandLine line;
        try {
            line = provider.commandLine(program.get().toString(), spec, launch.sessionId(), launch.epoch());
        } catch (LaunchRefusedException e) {
            return refused(e.code(), String.valueOf(e.getMessage()));
        }
        List<String> argv = new ArrayList<>(line.argv());
        argv.set(0, program.get().toString());
        if (line.launch().prompting() == Prompting.LAST_WORD) {
            if (launch.prompt() == null) {
                return refused(ErrorCode.LAUNCH_FAILED, "'" + spec.provider() + "' starts with its prompt: give one");
            }
            argv.add(new String(line.launch().input().prompt(launch.prompt()), StandardCharsets.UTF_8));
        }
        Streams streams = spec.interactive()
                ? new Streams.Terminal(spec.terminal())
                : line.launch().ownErr() ? new Streams.Separate() : new Streams.Merged();
        Map<String, String> variables = new TreeMap<>(environment);
        if (spec.interactive() && !launch.env().containsKey("TERM")) {
            // The host agent's own terminal, if it has one, is not the one that the program talks to.
            variables.put("TERM", TERMINAL);
        }
        boolean keepInput = spec.interactive() || launch.prompt() != null || !spec.oneShot();
        return new Prepared.Ready(
                new LaunchPlan(
                        launch.sessionId(),
                        argv,
                        variables,
                        directory,
                        streams,
                        keepInput,
                        spec.terminalName(),
                        OutOfContact.guard(spec).orElse(null)),
                line,
                place);
    }

    private static Prepared refused(ErrorCode code, String message) {
        return new Prepared.Refused(new Refusal(code, message));
    }
}
